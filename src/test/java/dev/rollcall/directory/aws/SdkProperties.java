package dev.rollcall.directory.aws;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** System properties that the AWS SDK reads in place of its variables, as a test sets them and until it ends. */
final class SdkProperties implements AutoCloseable {
    private final Map<String, @Nullable String> before = new LinkedHashMap<>();

    /** Nothing of this host's own configuration counts: its files are {@code config} and {@code credentials} of a folder. */
    static SdkProperties isolated(Path folder) {
        SdkProperties properties = new SdkProperties();
        properties.set("aws.disableEc2Metadata", "true");
        properties.set("aws.configFile", folder.resolve("config").toString());
        properties.set(
                "aws.sharedCredentialsFile", folder.resolve("credentials").toString());
        return properties;
    }

    void set(String property, String value) {
        before.putIfAbsent(property, System.getProperty(property));
        System.setProperty(property, value);
    }

    @Override
    public void close() {
        before.forEach((property, value) -> {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
    }
}
