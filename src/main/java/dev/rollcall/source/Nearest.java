package dev.rollcall.source;

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

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        if (a.length() > MAX_LENGTH) {
            return Integer.MAX_VALUE;
        }
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
