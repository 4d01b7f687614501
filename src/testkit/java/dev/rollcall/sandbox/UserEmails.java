package dev.rollcall.sandbox;

import dev.rollcall.directory.User;
import java.util.List;

/** The addresses that the wire carries of a user: the one that counts, and others beside it. */
final class UserEmails {
    /** Every user has this number, which must never be read. */
    static final String PHONE = "+1 555 0100";

    private UserEmails() {}

    record Email(String value, boolean primary) {}

    /** Some users have an older address first, some have two of which none is marked as primary. */
    static List<Email> of(User user) {
        String email = user.email();
        if (email == null) {
            return List.of();
        }
        return switch (Math.floorMod(email.hashCode(), 3)) {
            case 0 -> List.of(new Email("old." + email, false), new Email(email, true));
            case 1 -> List.of(new Email(email, false), new Email("second." + email, false));
            default -> List.of(new Email(email, true));
        };
    }
}
