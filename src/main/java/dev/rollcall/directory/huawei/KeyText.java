package dev.rollcall.directory.huawei;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Text that is to be a key or a token, which becomes part of a header. */
final class KeyText {
    private KeyText() {}

    /** A file's content without its one trailing line break. */
    static String read(String key, Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // The cause's message is the path again; its class says what is wrong.
            throw new KeysException(
                    key + ": cannot read " + file + " (" + e.getClass().getSimpleName() + ")", false, e);
        }
        String bare = text.endsWith("\n") ? text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1)) : text;
        if (bare.isEmpty()) {
            throw new KeysException(key + ": " + file + " is empty");
        }
        check(key + ": " + file, bare);
        return bare;
    }

    /** Anything else would surface in the HTTP client's complaint about the header, secret included. */
    static void check(String name, @Nullable String text) {
        if (text != null && !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new KeysException(name + " holds a blank, a line break or another character that no key has");
        }
    }
}
