package dev.rollcall.source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes secrets that were written into a job file, where they don't belong. */
final class Secrets {
    /** What to do instead, for the end of a message. */
    static final String ADVICE = advice("access-key-file, secret-key-file or security-token-file");

    private static final List<String> AWS_PREFIXES = List.of("AKIA", "ASIA");
    private static final Pattern AWS_ACCESS_KEY_ID =
            Pattern.compile("(?:" + String.join("|", AWS_PREFIXES) + ")[A-Z0-9]{12,}");

    /** The form of AWS's and Huawei's secret keys, which a path hardly ever has. */
    private static final Pattern SECRET_KEY =
            Pattern.compile("(?=[A-Za-z0-9/+=]{40,}+$)(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9]).+");

    private static final Map<String, String> FILE_KEYS = Map.of(
            "ak", "access-key-file",
            "accesskey", "access-key-file",
            "accesskeyid", "access-key-file",
            "awsaccesskeyid", "access-key-file",
            "token", "security-token-file",
            "sessiontoken", "security-token-file",
            "securitytoken", "security-token-file",
            "awssessiontoken", "security-token-file");

    private static final List<String> WORDS = List.of("secret", "password", "passwd", "passphrase", "privatekey");

    private Secrets() {}

    /** Whether an unknown key is one that people write secrets under. */
    static boolean isSecretKey(String key) {
        String bare = bare(key);
        return !bare.endsWith("file")
                && (bare.equals("sk")
                        || bare.equals("apikey")
                        || FILE_KEYS.containsKey(bare)
                        || WORDS.stream().anyMatch(bare::contains));
    }

    /**
     * What to do about a secret under such a key.
     *
     * @param section the key's, with a dot at its end; empty for the file's own keys
     */
    static String adviceFor(String section, String key) {
        return section.equals(NotifySection.NAME + ".")
                ? advice(NotifySection.NAME, "secret-file")
                : advice(FILE_KEYS.getOrDefault(bare(key), "secret-key-file"));
    }

    private static String advice(String fileKeys) {
        return advice("credentials", fileKeys);
    }

    private static String advice(String section, String fileKeys) {
        return "a secret does not belong in a job file; write it to a file of its own and name that file under "
                + section + " with " + fileKeys;
    }

    /** Whether a value is a secret itself, given where the path of a file is expected. */
    static boolean isSecretInPlaceOfPath(String value) {
        return SECRET_KEY.matcher(value).matches();
    }

    /** The index at which the first AWS access key id begins; negative when there is none. */
    static int accessKeyIn(String text) {
        if (AWS_PREFIXES.stream().noneMatch(text::contains)) {
            return -1;
        }
        Matcher matcher = AWS_ACCESS_KEY_ID.matcher(text);
        return matcher.find() ? matcher.start() : -1;
    }

    private static String bare(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
