package dev.rollcall.worker;

import dev.rollcall.source.Schedule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a source is due: its schedule, counted from its last reading, whoever made that. */
final class DueTimes {
    private DueTimes() {}

    /**
     * When the source is due, by its last reading: in the past where it is overdue. Null where nothing was published.
     */
    static @Nullable Instant counted(Schedule schedule, LastReading last) {
        return last.began() == null || last.published() == null ? null : schedule.next(last.began(), last.published());
    }

    /** When a source is due that has no due time yet: one that was never read, at the schedule's next time. */
    static Instant first(Schedule schedule, LastReading last, Instant now) {
        Instant counted = counted(schedule, last);
        if (counted != null) {
            return counted;
        }
        return schedule.isInterval() ? now : schedule.next(now);
    }

    /**
     * When a source is tried again whose run failed. The waits double, from the first one on, since each is as long as
     * the source is overdue; the schedule's next time is never passed over.
     */
    static Instant retry(Schedule schedule, LastReading last, Instant now, Duration firstWait) {
        Instant due = counted(schedule, last);
        Instant since = due != null ? due : last.known() != null ? last.known() : now;
        Duration overdue = Duration.between(since, now);
        Instant again = now.plus(overdue.compareTo(firstWait) > 0 ? overdue : firstWait);
        Instant next = schedule.next(now);
        return again.isBefore(next) ? again : next;
    }
}
