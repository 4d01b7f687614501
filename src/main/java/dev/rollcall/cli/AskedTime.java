package dev.rollcall.cli;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import java.time.Instant;

/** A time that an answer is about, told in full on standard error: what was written may be short, or {@code now}. */
final class AskedTime {
    private AskedTime() {}

    /**
     * What a time on the command line means.
     *
     * @param option under which it was given
     * @throws dev.rollcall.directory.ConfigurationException when it is after now
     */
    static Instant resolve(CommandContext context, ReadSession session, String option, PointInTime time) {
        Instant resolved = time.resolve(session.now());
        tell(context, option, resolved);
        return resolved;
    }

    static void tell(CommandContext context, String option, Instant time) {
        context.err().println("rollcall: " + option + " " + PointInTime.format(time));
    }
}
