package dev.rollcall.cli.text;

import dev.rollcall.directory.SafeText;
import dev.rollcall.directory.TextWidth;
import org.jspecify.annotations.Nullable;

/** How names of groups and people are printed. */
public enum Names {
    /** Into files and pipes. */
    WHOLE,

    /** On a terminal, where a provider's name of a thousand characters would fill the screen. */
    CUT;

    private static final int MOST_COLUMNS = 60;

    /** A name for results, or what stands in for one that is missing. */
    String of(@Nullable String name, String otherwise) {
        String safe = SafeText.of(name, otherwise);
        return this == CUT ? TextWidth.cut(safe, MOST_COLUMNS) : safe;
    }
}
