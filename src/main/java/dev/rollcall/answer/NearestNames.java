package dev.rollcall.answer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may have meant who wrote a name that there is not. */
public final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {}

    /**
     * A hint for an error message: the nearest of the names, or all of them where none is near and they are few.
     *
     * @return such as {@code did you mean acme or acme-emea?}; {@code there is none} where there is no name at all
     */
    public static String hint(String wrong, Collection<String> names) {
        if (names.isEmpty()) {
            return "there is none";
        }
        List<String> near = names.stream()
                .filter(name -> distance(wrong, name) <= Math.max(1, name.length() / 3)
                        || name.startsWith(wrong)
                        || wrong.startsWith(name))
                .sorted(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(name -> name))
                .limit(MOST)
                .toList();
        if (!near.isEmpty()) {
            return "did you mean " + String.join(" or ", near) + "?";
        }
        String some = names.stream().sorted().limit(MOST).collect(Collectors.joining(", "));
        return "there are " + some + (names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "");
    }

    /** Letters to change, put in or leave out (Levenshtein), whatever the case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
