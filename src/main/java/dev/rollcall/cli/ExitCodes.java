package dev.rollcall.cli;

import dev.rollcall.directory.Blame;
import dev.rollcall.store.publish.Comparison;
import dev.rollcall.sync.SyncResult;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The exit codes that schedulers rely on, and what each follows from. */
public final class ExitCodes {
    static final int OK = 0;
    static final int FAILED = 1;
    public static final int USAGE = 2;
    private static final int GUARDED = 3;
    private static final int GAPS = 4;
    private static final int BUSY = 5;
    private static final int NOT_COVERED = 6;
    private static final int TERMINATED = 128 + 15;
    private static final int INTERRUPTED = 128 + 2;

    private static final List<Integer> GRAVEST_FIRST =
            List.of(TERMINATED, INTERRUPTED, FAILED, USAGE, GUARDED, BUSY, GAPS, OK);

    /** The threads in which the JVM handles signals; each lives until the shutdown that it began is over. */
    private static final Map<String, Integer> OF_SIGNAL_HANDLER =
            Map.of("SIGTERM handler", TERMINATED, "SIGINT handler", INTERRUPTED);

    private ExitCodes() {}

    /** Of a failure. */
    static int of(Blame blame) {
        return switch (blame) {
            case CONFIGURATION -> USAGE;
            case OTHER_RUN -> BUSY;
            case NOT_COVERED -> NOT_COVERED;
            case PERMISSION, PROVIDER, DATABASE, BUG -> FAILED;
        };
    }

    /** Of a sync of one source. */
    public static int of(SyncResult result) {
        return switch (result.outcome()) {
            case PUBLISHED, DRY_RUN, GUARDED -> ofComparison(result.comparison());
            case STOPPED -> ofSignal();
            case FAILED, BUSY -> ofFailure(result.error());
        };
    }

    /**
     * Of a process that a signal ends, as a shell would tell it: of the first signal, should there be several. Where
     * none is known, what was stopped was told to end.
     */
    static int ofSignal() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OF_SIGNAL_HANDLER.containsKey(thread.getName()))
                .min(Comparator.comparingLong(Thread::getId))
                .map(thread -> OF_SIGNAL_HANDLER.get(thread.getName()))
                .orElse(TERMINATED);
    }

    private static int ofComparison(@Nullable Comparison comparison) {
        if (comparison == null) {
            return FAILED;
        }
        if (comparison.guard() != null) {
            return GUARDED;
        }
        return comparison.gaps() > 0 ? GAPS : OK;
    }

    private static int ofFailure(SyncResult.@Nullable Failure error) {
        return error == null ? FAILED : of(error.blame());
    }

    /** Of a check, from all its failures. */
    static int ofCheck(Collection<Blame> failures) {
        return failures.isEmpty()
                ? OK
                : gravest(failures.stream().map(ExitCodes::of).toList());
    }

    private static int gravest(Collection<Integer> codes) {
        return GRAVEST_FIRST.stream()
                .filter(codes::contains)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no known exit code among " + codes));
    }

    /** Of a sync. Of several sources 2 would say that nothing was sent for any, which no longer is so. */
    static int ofSync(Collection<Integer> codes) {
        int gravest = gravest(codes);
        return gravest == USAGE && codes.size() > 1 ? FAILED : gravest;
    }
}
