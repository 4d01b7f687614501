package dev.rollcall.sandbox;

import dev.rollcall.directory.User;
import java.util.List;

/** What the wire carries of a user's addresses besides the one that counts. */
final class UserEmails {
    /** Every user has it; it is nobody's business. */
    static final String PHONE = "+1 555 0100";

    private UserEmails() {}

    record Email(String value, boolean primary) {}

    /** Some have an older address first, some have only one that is not marked as primary. */
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
