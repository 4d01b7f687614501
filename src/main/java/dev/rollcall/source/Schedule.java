package dev.rollcall.source;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a source is due, as its job file says: five cron fields as cron itself reads them, or {@code every 6h}. Two are
 * equal when their texts and zones are.
 */
public final class Schedule {
    /** What a schedule must be, for messages. */
    static final String EXPECTED =
            "five cron fields, such as \"17 2 * * *\", or every and a duration of 1s to 366d," + " such as every 6h";

    private static final ValueType<Duration> INTERVAL = ValueType.duration(Duration.ofDays(366));
    private static final Pattern EVERY = Pattern.compile("every +([0-9]+[smhd])");
    // Cron's parser would take more: several patterns in one, and words of other dialects.
    private static final Pattern CRON = Pattern.compile("[0-9A-Za-z*/,-]+(?: +[0-9A-Za-z*/,-]+){4}");

    private static final int DAY_OF_MONTH = 2;
    private static final int MONTH = 3;
    private static final String ANY = "*";

    private final String text;
    private final ZoneId zone;
    private final @Nullable Duration every;
    private final @Nullable CronSchedule cron;

    private Schedule(String text, ZoneId zone, @Nullable Duration every, @Nullable CronSchedule cron) {
        this.text = text;
        this.zone = zone;
        this.every = every;
        this.cron = cron;
    }

    /**
     * Reads a schedule.
     *
     * @param zone whose clock the cron fields mean
     * @return null when the text is none
     */
    public static @Nullable Schedule parse(String text, ZoneId zone) {
        String stripped = text.strip();
        Matcher matcher = EVERY.matcher(stripped);
        if (matcher.matches()) {
            Duration every = INTERVAL.parser().parse(matcher.group(1));
            return every == null ? null : new Schedule(stripped, zone, every, null);
        }
        if (!CRON.matcher(stripped).matches()) {
            return null;
        }
        try {
            return new Schedule(stripped, zone, null, new CronSchedule(stripped, zone, CronStyle.UNIX));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether it ever comes: the 30th of February does not. */
    boolean comes() {
        if (isInterval()) {
            return true;
        }
        String[] fields = text.split(" +", -1);
        // Most do by their looks. To look for the next time takes as long as to read the file, which counts with
        // hundreds.
        return fields[DAY_OF_MONTH].equals(ANY)
                || fields[MONTH].equals(ANY)
                || next(Instant.now()).isBefore(com.github.kagkarlsson.scheduler.task.schedule.Schedule.NEVER);
    }

    /**
     * The first due time after an instant. One of {@code every 6h} is 6 hours after the instant. A time of day that the
     * zone's clock skips is not due on that day.
     */
    public Instant next(Instant after) {
        if (cron == null) {
            return after.plus(every());
        }
        return cron.getNextExecutionTime(ExecutionComplete.simulatedSuccess(after));
    }

    /**
     * When a source is due again: the first due time, counted from the beginning of its last reading, after that
     * reading's end. What came due while it was read is not read again.
     */
    public Instant next(Instant began, Instant ended) {
        if (cron != null || ended.isBefore(began)) {
            return next(ended.isBefore(began) ? began : ended);
        }
        long passed = Duration.between(began, ended).dividedBy(every());
        return began.plus(every().multipliedBy(passed + 1));
    }

    /** Whether two due times have come since an instant, such as the beginning of a source's last reading. */
    public boolean hasMissedTwoSince(Instant began, Instant now) {
        Instant first = next(began);
        return !first.isAfter(now) && !next(first).isAfter(now);
    }

    /** The second due time after an instant: what was read at that instant is stale from then on. */
    public Instant secondAfter(Instant began) {
        return next(next(began));
    }

    /** As it stands in the job file. */
    public String text() {
        return text;
    }

    /** Whose clock the cron fields mean. */
    public ZoneId zone() {
        return zone;
    }

    /** Whether it counts from one reading to the next, so that no clock matters. */
    public boolean isInterval() {
        return every != null;
    }

    private Duration every() {
        if (every == null) {
            throw new IllegalStateException("a schedule by the clock");
        }
        return every;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Schedule that && text.equals(that.text) && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + zone.hashCode();
    }

    @Override
    public String toString() {
        return isInterval() ? text : text + " in " + zone;
    }
}
