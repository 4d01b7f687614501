package dev.rollcall.cli.init;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the environment says already, in the variables of each vendor's SDK. */
record Defaults(Map<String, String> environment) {
    private static final String AWS = "aws";
    private static final String HUAWEI = "huawei";

    /** Of which vendor there are variables; null where there are of none, or of both. */
    @Nullable
    String provider() {
        boolean aws = anyBeginsWith("AWS_");
        boolean huawei = anyBeginsWith("HUAWEICLOUD_");
        if (aws == huawei) {
            return null;
        }
        return aws ? AWS : HUAWEI;
    }

    @Nullable
    String region(String provider) {
        return provider.equals(AWS) ? first("AWS_REGION", "AWS_DEFAULT_REGION") : null;
    }

    /** A profile that is set here is not set where a scheduler starts the program. */
    @Nullable
    String profile(String provider) {
        return provider.equals(AWS) ? first("AWS_PROFILE", "AWS_DEFAULT_PROFILE") : null;
    }

    private boolean anyBeginsWith(String prefix) {
        return environment.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private @Nullable String first(String one, String other) {
        String value = environment.get(one);
        return value == null ? environment.get(other) : value;
    }
}
