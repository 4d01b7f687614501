package dev.rollcall.cli;

import dev.rollcall.directory.Blame;
import dev.rollcall.sync.SyncResult;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exit codes that schedulers rely on, and what each follows from. */
public final class ExitCodes {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    private static final int GUARDED = 3;
    private static final int GAPS = 4;
    private static final int BUSY = 5;

    private static final List<Integer> GRAVEST_FIRST = List.of(FAILED, USAGE, GUARDED, BUSY, GAPS, OK);

    private ExitCodes() {}

    /** Of a failure. */
    static int of(Blame blame) {
        return switch (blame) {
            case CONFIGURATION -> USAGE;
            case OTHER_RUN -> BUSY;
            case PERMISSION, PROVIDER, DATABASE, BUG -> FAILED;
        };
    }

    /** Of a sync of one source. */
    public static int of(SyncResult result) {
        return switch (result.outcome()) {
            case PUBLISHED, DRY_RUN, GUARDED -> ofReading(result);
            case STOPPED -> FAILED;
            case FAILED, BUSY -> ofFailure(result.error());
        };
    }

    private static int ofReading(SyncResult result) {
        if (result.guard() != null) {
            return GUARDED;
        }
        return result.gaps() > 0 ? GAPS : OK;
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
