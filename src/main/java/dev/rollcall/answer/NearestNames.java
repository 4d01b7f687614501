package dev.rollcall.answer;

import dev.rollcall.directory.EditDistance;
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

    /** Whatever the case. */
    private static int distance(String one, String other) {
        return EditDistance.between(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }
}
