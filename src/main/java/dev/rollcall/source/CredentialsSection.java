package dev.rollcall.source;

import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.SafeText;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The section {@code credentials} of a job file. */
final class CredentialsSection {
    private static final List<String> KEYS = List.of(
            "profile",
            "role-arn",
            "external-id",
            "role-session-name",
            "project-id",
            "access-key-file",
            "secret-key-file",
            "security-token-file");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:[a-z0-9-]+:iam::[0-9]{12}:role/\\S+");
    private static final Pattern ROLE_SESSION_NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{2,64}");

    private final Section section;

    static Credentials read(Section root, Provider provider) {
        return new CredentialsSection(root.section("credentials", KEYS)).read(provider);
    }

    private CredentialsSection(Section section) {
        this.section = section;
    }

    private Credentials read(Provider provider) {
        KEYS.stream()
                .filter(key -> section.has(key) && !provider.credentialKeys().contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw section.error(
                            key,
                            "not a key of the provider " + provider.name() + ", which takes "
                                    + String.join(", ", new TreeSet<>(provider.credentialKeys())));
                });
        together("access-key-file", "secret-key-file");
        needs("security-token-file", "access-key-file");
        needs("external-id", "role-arn");
        needs("role-session-name", "role-arn");
        if (section.has("profile") && section.has("access-key-file")) {
            throw section.error("profile", "expected exactly one of profile and access-key-file, found both");
        }
        return new Credentials(
                section.text("profile", "the name of a profile"),
                roleArn(),
                section.text("external-id", "the external id that the role demands"),
                roleSessionName(),
                section.text("project-id", "the id of a project"),
                section.secretPath("access-key-file"),
                section.secretPath("secret-key-file"),
                section.secretPath("security-token-file"));
    }

    private void together(String one, String other) {
        needs(one, other);
        needs(other, one);
    }

    private void needs(String key, String other) {
        if (section.has(key) && !section.has(other)) {
            throw section.error(key, "expected together with " + other + ", which is missing");
        }
    }

    private @Nullable String roleArn() {
        String expected = "the ARN of a role, such as arn:aws:iam::111122223333:role/rollcall";
        String arn = section.text("role-arn", expected);
        if (arn != null && !ROLE_ARN.matcher(arn).matches()) {
            throw section.error("role-arn", "expected " + expected + ", found " + SafeText.quoted(arn));
        }
        return arn;
    }

    private @Nullable String roleSessionName() {
        String expected = "2 to 64 letters, digits and characters of _+=,.@-";
        String name = section.text("role-session-name", expected);
        if (name != null && !ROLE_SESSION_NAME.matcher(name).matches()) {
            throw section.error("role-session-name", "expected " + expected + ", found " + SafeText.quoted(name));
        }
        return name;
    }
}
