package dev.rollcall.source;

import dev.rollcall.directory.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the known names that a misspelt one probably meant. */
final class Nearest {
    private static final int MAX_LENGTH = 64;

    private Nearest() {}

    /** The names near to the one given, nearest first. */
    static List<String> to(String name, Collection<String> known) {
        int reach = Math.max(1, Math.min(3, name.length() / 2));
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= reach)
                .sorted(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    /** {@code did you mean X? } or nothing. */
    static String hint(String name, Collection<String> known) {
        List<String> near = to(name, known);
        return near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ";
    }

    private static int distance(String a, String b) {
        return a.length() > MAX_LENGTH ? Integer.MAX_VALUE : EditDistance.between(a, b);
    }
}
