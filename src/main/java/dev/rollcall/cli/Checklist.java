package dev.rollcall.cli;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.SafeText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Prints a line for each thing checked, and remembers what failed. */
public final class Checklist {
    private final PrintStream out;
    private final List<Integer> codes = new ArrayList<>(List.of(ExitCodes.OK));

    public Checklist(PrintStream out) {
        this.out = out;
    }

    /** The gravest of all that was found so far. */
    public int exitCode() {
        return ExitCodes.gravest(codes);
    }

    void ok(String what) {
        out.println("ok    " + SafeText.of(what));
    }

    /** @param advice what to do about it */
    void fail(int exitCode, String what, String advice) {
        codes.add(exitCode);
        out.println("FAIL  " + SafeText.of(what) + (advice.isEmpty() ? "" : "; " + advice));
    }

    /**
     * Checks one thing.
     *
     * @param what its name, at the beginning of the line
     * @param check fails in one of the expected ways, if it fails
     * @param found what to say of its outcome when it does not
     * @return the outcome; empty when it failed
     */
    public <T> Optional<T> check(String what, Supplier<T> check, Function<T, String> found) {
        T outcome;
        try {
            outcome = check.get();
        } catch (RuntimeException e) {
            UserError problem = UserError.of(e).orElseThrow(() -> e);
            fail(problem.exitCode(), what + ": " + problem.message(), advice(e));
            return Optional.empty();
        }
        ok(what + ": " + found.apply(outcome));
        return Optional.of(outcome);
    }

    private static String advice(RuntimeException failure) {
        if (!(failure instanceof DirectoryException e)) {
            return "";
        }
        String operation = SafeText.of(e.failure().operation());
        if (e instanceof DirectoryException.Denied denied) {
            return denied.wholeSource()
                    ? "look at the credentials, their policy and this computer's clock"
                    : "permit " + operation + " to these credentials";
        }
        if (e instanceof DirectoryException.NotFound || e instanceof DirectoryException.InvalidRequest) {
            return "look at identity-store-id, region and endpoint in the job file";
        }
        if (e instanceof DirectoryException.Throttled) {
            return "others use up the quota just now: check again";
        }
        return "look at region, endpoint and the network";
    }
}
