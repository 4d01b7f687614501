package dev.rollcall.cli.text;

import dev.rollcall.directory.TextWidth;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of a snapshot is, in words.
 *
 * @param step listing, memberships or publish
 * @param groupsRead those groups that are read to their end
 * @param groups listed so far
 * @param rate requests a second
 * @param throttles requests that the provider refused as too many
 * @param gaps groups that could not be read
 * @param left until all is read, about; null while that is not known
 */
public record RunProgress(
        String step,
        long groupsRead,
        long groups,
        long memberships,
        double rate,
        long throttles,
        long gaps,
        @Nullable Duration left) {
    private static final int LEAST_OF_BAR = 4;
    private static final String LISTING = "listing";
    private static final String PUBLISH = "publish";

    /**
     * For a terminal: a line with a bar that takes the room left. Where there is too little, the memberships are left
     * out first, then the bar.
     *
     * @param columns the line is not wider
     */
    public String line(String name, int columns) {
        String head = name + " " + step + " ";
        for (String numbers : new String[] {numbers(true), numbers(false)}) {
            int room = columns - TextWidth.of(head) - numbers.length() - "[] ".length();
            if (hasBar() && room >= LEAST_OF_BAR) {
                return head + "[" + bar(room) + "] " + numbers;
            }
        }
        boolean fits = TextWidth.of(head) + numbers(true).length() <= columns;
        return TextWidth.cut(head + numbers(fits), columns);
    }

    /** For a text: without a bar, and without its name. */
    public String sentence() {
        return step + ", " + numbers(true);
    }

    /** While groups are listed nobody knows what is the whole, and at the publish all is read. */
    private boolean hasBar() {
        return !step.equals(LISTING) && !step.equals(PUBLISH);
    }

    private String bar(int length) {
        long done = groups == 0 ? length : Math.min(length, length * groupsRead / groups);
        return "=".repeat((int) done) + " ".repeat(length - (int) done);
    }

    private String numbers(boolean withMemberships) {
        StringBuilder numbers = new StringBuilder(format("%,d/%,d groups", groupsRead, groups));
        if (step.equals(LISTING)) {
            numbers.append(" or more");
        }
        if (withMemberships) {
            numbers.append(format(", %,d members", memberships));
        }
        if (!step.equals(PUBLISH)) {
            numbers.append(format(rate < 9.95 ? ", %.1f req/s" : ", %,.0f req/s", rate));
        }
        if (throttles > 0) {
            numbers.append(format(", %,d throttled", throttles));
        }
        if (gaps > 0) {
            numbers.append(format(gaps == 1 ? ", %,d gap" : ", %,d gaps", gaps));
        }
        if (left != null) {
            numbers.append(", ").append(clock(left)).append(" left");
        }
        return numbers.toString();
    }

    /** Such as 0:07, 12:30 or 26:05:00. */
    private static String clock(Duration time) {
        return time.toHours() > 0
                ? format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : format("%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
