package dev.rollcall.sync.run;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.LogFields;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Failure;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The first and the last line of a run's story in the log. */
final class RunLog {
    private static final Logger log = LoggerFactory.getLogger(RunLog.class);

    private RunLog() {}

    static void begins(RunContext run) {
        Consent consent = run.options().consent();
        if (consent != null) {
            log.info("publishes what was read, as {} consents to", consent.by());
        } else {
            log.info(
                    "{}, with at most {} requests a second",
                    run.snapshot().resumed() ? "goes on" : "begins",
                    BigDecimal.valueOf(run.source().requestsPerSecond())
                            .stripTrailingZeros()
                            .toPlainString());
        }
    }

    /** Tells how a run ended, and returns the same. */
    static SyncResult tell(SyncResult result) {
        String ended = result.outcome() + " after " + seconds(result.seconds()) + requests(result.requests());
        switch (result.outcome()) {
            case GUARDED -> log.warn("{}: the guard holds the snapshot until a person consents", ended);
            case FAILED, BUSY -> tell(ended, result.error());
            default -> log.info(ended);
        }
        return result;
    }

    private static void tell(String ended, @Nullable Failure error) {
        if (error == null) {
            log.error(ended);
            return;
        }
        // Another run's hold is no failure of this one, and a bug is logged with its stack trace besides.
        LoggingEventBuilder line = error.blame() == Blame.OTHER_RUN ? log.atWarn() : log.atError();
        line = line.addKeyValue("error.code", error.code());
        line = LogFields.with(line, LogFields.OPERATION, error.operation());
        line = LogFields.with(line, LogFields.GROUP, error.groupId());
        LogFields.with(line, LogFields.REQUEST_ID, error.requestId())
                .log("{}: {}{}", ended, error.message(), error.advice() == null ? "" : "; " + error.advice());
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static String requests(@Nullable RequestCounts counts) {
        return counts == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %,d requests, %,d of them repeated and %,d throttled",
                        counts.requests(),
                        counts.retries(),
                        counts.throttles());
    }
}
