package dev.rollcall.directory.aws;

import dev.rollcall.directory.wire.CredentialsException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;

/** A section of the shared configuration. */
record AwsProfile(Profile section) {
    String name() {
        return section.name();
    }

    boolean has(String property) {
        return text(property) != null;
    }

    /** The value of a property; null where it is missing or empty. */
    @Nullable
    String text(String property) {
        return section.property(property)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }

    /** @throws CredentialsException where the property is missing or empty */
    String mandatory(String property) {
        String text = text(property);
        if (text == null) {
            throw none("which lacks " + property);
        }
        return text;
    }

    /** How a message names it. */
    String place() {
        return place(name());
    }

    static String place(String name) {
        return "no AWS credentials: tried profile \"" + name + "\"";
    }

    CredentialsException none(String reason) {
        return none(name(), reason);
    }

    static CredentialsException none(String name, String reason) {
        return new CredentialsException(place(name) + ", " + reason, null);
    }
}
