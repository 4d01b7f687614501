package dev.rollcall.sandbox;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A provider that the sandbox speaks as: ids and attributes of its directories differ. */
public enum Cloud {
    AWS("eu-west-1", "d-1234567890", "d-%010x") {
        @Override
        String id(SeededRandom random, int kind, int number) {
            String id = uuid(random, kind, number);
            return number % 3 == 0 ? "%010x-%s".formatted(random.value(kind + 100, number) >>> 24, id) : id;
        }

        @Override
        String issuer(SeededRandom random, int number) {
            return "https://scim.example/" + random.below(3, 11, number);
        }

        @Override
        boolean tellsWhenMembersJoined() {
            return true;
        }
    },
    HUAWEI("cn-north-4", "abcdef123456", "huawei%06x") {
        @Override
        String id(SeededRandom random, int kind, int number) {
            return number % 3 == 0 ? uuid(random, kind, number).replace("-", "") : uuid(random, kind, number);
        }

        @Override
        @Nullable
        String issuer(SeededRandom random, int number) {
            return number % 2 == 0 ? null : "https://scim.example/" + random.below(3, 11, number);
        }

        @Override
        boolean tellsWhenMembersJoined() {
            return false;
        }
    };

    private final String region;
    private final String storeId;
    private final String numberedStoreId;

    Cloud(String region, String storeId, String numberedStoreId) {
        this.region = region;
        this.storeId = storeId;
        this.numberedStoreId = numberedStoreId;
    }

    /** The provider's name in a job file. */
    public String provider() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A region that the provider has. */
    public String region() {
        return region;
    }

    /** The id of an identity store, in the provider's form. */
    public String storeId() {
        return storeId;
    }

    /** The id of one of several identity stores. */
    public String storeId(int number) {
        return numberedStoreId.formatted(number);
    }

    abstract String id(SeededRandom random, int kind, int number);

    abstract @Nullable String issuer(SeededRandom random, int number);

    abstract boolean tellsWhenMembersJoined();

    static String uuid(SeededRandom random, int kind, int number) {
        return new UUID(random.value(kind, number), random.value(kind + 50, number)).toString();
    }
}
