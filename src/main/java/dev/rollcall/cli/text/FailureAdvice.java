package dev.rollcall.cli.text;

/** What to do about the failure of a source's last run, by its code. */
final class FailureAdvice {
    private FailureAdvice() {}

    /**
     * Said after the failure's message.
     *
     * @param code of {@link dev.rollcall.sync.SyncResult.Failure}
     * @param resumes whether another run goes on with what was read
     */
    static String of(String source, String code, boolean resumes) {
        String again = "run again" + (resumes ? " to resume" : "") + ": rollcall sync " + source;
        return switch (code) {
            case "denied", "too-many-gaps" ->
                "'rollcall check " + source + "' tells what is not permitted; then " + again;
            case "configuration" -> "put it right, try it with 'rollcall check " + source + "', then " + again;
            case "stale-consent" -> "read anew, and see what is held back now: rollcall sync " + source;
            case "internal" -> "the log of that run has more; " + again;
            default -> again;
        };
    }
}
