package dev.rollcall.cli;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.directory.ConfigurationException;
import java.time.Instant;

/** A time that an answer is about, told in full on standard error: what was written may be short, or {@code now}. */
final class AskedTime {
    private AskedTime() {}

    /**
     * What a time on the command line means.
     *
     * @param option under which it was given
     * @throws ConfigurationException when it is after now
     */
    static Instant resolve(CommandContext context, ReadSession session, String option, PointInTime time) {
        Instant resolved = time.resolve(session.now());
        tell(context, option, resolved);
        return resolved;
    }

    static void tell(CommandContext context, String option, Instant time) {
        context.err().println("rollcall: " + option + " " + PointInTime.format(time));
    }

    /**
     * The span between two times on the command line.
     *
     * @param what would have that span
     * @throws ConfigurationException when it would end before it begins
     */
    static Span span(String what, Instant from, Instant to) {
        if (to.isBefore(from)) {
            throw new ConfigurationException("the " + what + " would end before it begins: --from "
                    + PointInTime.format(from) + " --to " + PointInTime.format(to));
        }
        return new Span(from, to);
    }
}
