package dev.rollcall;

import java.io.File;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what Java read wrongly of the command line and the environment. It decodes them, and names of files, by the
 * locale's encoding, which is ASCII where a scheduler sets no locale. Rollcall takes them for UTF-8 everywhere.
 */
final class NativeText {
    private static final Pattern VARIABLES =
            Pattern.compile("(?:ROLLCALL|AWS|HUAWEICLOUD|OTEL)_.*|(?i:https?|all|no)_(?i:proxy)|PGPASSFILE");
    private static final char REPLACEMENT = '\uFFFD';
    private static final int LAST_OF_ASCII = 127;

    private NativeText() {}

    /** What can't be read, and what to do about it; null when everything can. */
    static @Nullable String unreadable(String[] args, Map<String, String> environment) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        boolean exact = encoding.equals("UTF-8") || File.separatorChar == '\\';
        String wrong = wrong(args, environment, exact);
        if (wrong == null) {
            return null;
        }
        return exact
                ? wrong + " is not text in UTF-8"
                : wrong + " is not ASCII, and Java can't read it in this locale, whose encoding is " + encoding
                        + ": set LC_ALL to one in UTF-8, such as C.UTF-8";
    }

    private static @Nullable String wrong(String[] args, Map<String, String> environment, boolean exact) {
        // Much of Java itself fails there.
        if (!exact && isWrong(System.getProperty("user.dir", ""), false)) {
            return "the working folder";
        }
        for (String arg : args) {
            if (isWrong(arg, exact)) {
                return "the command line";
            }
        }
        return environment.entrySet().stream()
                .filter(variable -> VARIABLES.matcher(variable.getKey()).matches())
                .filter(variable -> isWrong(variable.getValue(), exact))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private static boolean isWrong(String text, boolean exact) {
        return text.chars().anyMatch(c -> c == REPLACEMENT || (!exact && c > LAST_OF_ASCII));
    }
}
