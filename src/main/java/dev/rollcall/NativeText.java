package dev.rollcall;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what Java read wrongly of the command line and the environment. It decodes them, and names of files, by the
 * locale's encoding, which is ASCII where a scheduler sets no locale. Rollcall takes them for UTF-8 everywhere.
 */
final class NativeText {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Pattern VARIABLES =
            Pattern.compile("(?:ROLLCALL|AWS|HUAWEICLOUD|OTEL)_.*|(?i:https?|all|no)_(?i:proxy)|PGPASSFILE");
    private static final char REPLACEMENT = '\uFFFD';
    private static final int LAST_OF_ASCII = 127;

    private NativeText() {}

    /** What can't be read, and what to do about it; null when everything can. */
    static @Nullable String unreadable(String[] args, Map<String, String> environment) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        boolean exact = encoding.equals("UTF-8") || File.separatorChar == '\\';
        if (!exact && isWrong(System.getProperty("user.dir", ""), false)) {
            // Much of Java itself fails there.
            return message("the working folder is", encoding, false);
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (VARIABLES.matcher(variable.getKey()).matches() && isWrong(variable.getValue(), exact)) {
                return message(variable.getKey() + " is", encoding, exact);
            }
        }
        for (String arg : args) {
            if (isWrong(arg, exact)) {
                return message("the command line is", encoding, exact);
            }
        }
        // In place of each byte that is not ASCII Java passes a question mark there.
        return !exact && String.join("", args).contains("?") && hasOtherBytes(args.length)
                ? message("the command line is", encoding, false)
                : null;
    }

    private static boolean isWrong(String text, boolean exact) {
        return text.chars().anyMatch(c -> c == REPLACEMENT || (!exact && c > LAST_OF_ASCII));
    }

    private static String message(String what, String encoding, boolean exact) {
        return exact
                ? what + " not text in UTF-8"
                : what + " not ASCII, and Java can't read it in this locale, whose encoding is " + encoding
                        + ": set LC_ALL to one in UTF-8, such as C.UTF-8";
    }

    /** Whether the last arguments of this process, as the system knows them, hold bytes that are not ASCII. */
    private static boolean hasOtherBytes(int arguments) {
        byte[] line;
        try {
            line = Files.readAllBytes(COMMAND_LINE);
        } catch (IOException e) {
            return false;
        }
        int left = arguments;
        for (int i = line.length - 1; i >= 0; i--) {
            if (line[i] < 0) {
                return true;
            }
            // Each argument ends in a zero; that of the last stands at the line's end.
            if (line[i] == 0 && i < line.length - 1 && --left == 0) {
                return false;
            }
        }
        return false;
    }
}
