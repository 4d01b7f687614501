package dev.rollcall.directory;

import dev.rollcall.directory.DirectoryException.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/** The fields that a line of the log carries besides its message, by their names in the Elastic Common Schema. */
public final class LogFields {
    /** The source that it is about. In the logging context of each thread that works for the source. */
    public static final String SOURCE = "rollcall.source";

    /** The number of the snapshot that is being read or published. */
    public static final String SNAPSHOT = "rollcall.snapshot";

    /** The step of the job. */
    public static final String STEP = "rollcall.step";

    /** The group that a request was about. */
    public static final String GROUP = "rollcall.group";

    /** The provider's operation. */
    public static final String OPERATION = "rollcall.operation";

    /** The provider's id of a request. */
    public static final String REQUEST_ID = "http.request.id";

    /** The HTTP status of an answer. */
    public static final String STATUS = "http.response.status_code";

    /** How long it took, in nanoseconds. */
    public static final String DURATION = "event.duration";

    /** Of what it took so long: success or failure. */
    public static final String OUTCOME = "event.outcome";

    private LogFields() {}

    /** A line about a request that failed, with what is known of it. */
    public static LoggingEventBuilder of(LoggingEventBuilder line, DirectoryException failed) {
        Failure failure = failed.failure();
        LoggingEventBuilder known = with(line, OPERATION, failure.operation());
        known = with(known, GROUP, failure.group());
        known = with(known, STATUS, failure.status() == 0 ? null : failure.status());
        return with(known, REQUEST_ID, failure.requestId());
    }

    /** A line with one field more; without it where the value is null. */
    public static LoggingEventBuilder with(LoggingEventBuilder line, String field, @Nullable Object value) {
        return value == null ? line : line.addKeyValue(field, value instanceof GroupId id ? id.value() : value);
    }
}
