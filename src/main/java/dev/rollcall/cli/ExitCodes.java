package dev.rollcall.cli;

import java.util.Collection;
import java.util.List;

/** The exit codes, as the contract with schedulers lists them. */
public final class ExitCodes {
    public static final int OK = 0;
    public static final int FAILED = 1;
    static final int USAGE = 2;
    static final int GUARDED = 3;
    static final int GAPS = 4;
    static final int BUSY = 5;

    private static final List<Integer> GRAVEST_FIRST = List.of(FAILED, USAGE, GUARDED, BUSY, GAPS, OK);

    private ExitCodes() {}

    /** The gravest. */
    public static int gravest(Collection<Integer> codes) {
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
