package dev.rollcall.sandbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose directory is made up: ids and attributes differ. */
public enum Cloud {
    AWS {
        @Override
        String id(SeededRandom dice, int kind, int number) {
            String id = uuid(dice, kind, number);
            return number % 3 == 0 ? "%010x-%s".formatted(dice.roll(kind + 100, number) >>> 24, id) : id;
        }

        @Override
        String issuer(SeededRandom dice, int number) {
            return "https://scim.example/" + dice.below(3, 11, number);
        }

        @Override
        boolean tellsWhenMembersJoined() {
            return true;
        }
    },
    HUAWEI {
        @Override
        String id(SeededRandom dice, int kind, int number) {
            return number % 3 == 0 ? uuid(dice, kind, number).replace("-", "") : uuid(dice, kind, number);
        }

        @Override
        @Nullable
        String issuer(SeededRandom dice, int number) {
            return number % 2 == 0 ? null : "https://scim.example/" + dice.below(3, 11, number);
        }

        @Override
        boolean tellsWhenMembersJoined() {
            return false;
        }
    };

    abstract String id(SeededRandom dice, int kind, int number);

    abstract @Nullable String issuer(SeededRandom dice, int number);

    abstract boolean tellsWhenMembersJoined();

    static String uuid(SeededRandom dice, int kind, int number) {
        return new UUID(dice.roll(kind, number), dice.roll(kind + 50, number)).toString();
    }
}
