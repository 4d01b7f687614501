package dev.rollcall.cli.check;

import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.SafeText;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Prints a line for each thing checked, and remembers whose fault the failures are. */
final class Checklist {
    private final PrintStream out;
    private final Set<Blame> failures = EnumSet.noneOf(Blame.class);

    Checklist(PrintStream out) {
        this.out = out;
    }

    /** Whose fault the failures so far are; empty when nothing failed. */
    Set<Blame> failures() {
        return Set.copyOf(failures);
    }

    void ok(String what) {
        out.println("ok    " + SafeText.of(what));
    }

    /** Prints what holds, and soon may not: no failure. */
    void warn(String what) {
        out.println("warn  " + SafeText.of(what));
    }

    /** @param advice what to do about it; null when {@code what} says it */
    void fail(Blame blame, String what, @Nullable String advice) {
        failures.add(blame);
        out.println("FAIL  " + SafeText.of(what) + (advice == null ? "" : "; " + SafeText.of(advice)));
    }

    /**
     * Checks one thing. A bug is not a failed check: it is thrown.
     *
     * @param what its name, at the beginning of the line
     * @param found describes the outcome when the check does not fail
     * @return the outcome; empty when the check failed
     */
    <T> Optional<T> check(String what, Supplier<T> check, Function<T, String> found) {
        T outcome;
        try {
            outcome = check.get();
        } catch (RuntimeException e) {
            RollcallException error = ErrorTranslator.translate(e);
            if (error.blame() == Blame.BUG) {
                throw e;
            }
            fail(error.blame(), what + ": " + error.getMessage(), error.advice());
            return Optional.empty();
        }
        ok(what + ": " + found.apply(outcome));
        return Optional.of(outcome);
    }
}
