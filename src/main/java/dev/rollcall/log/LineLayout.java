package dev.rollcall.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.rollcall.directory.LogFields;
import dev.rollcall.directory.SafeText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Lines for a person: time in UTC, level, where, message, and an exception on the lines below. Logback's own pattern would
 * be made anew by each process, which takes longer than all that a short command logs.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final List<String> WHERE = List.of(LogFields.SOURCE, LogFields.SNAPSHOT, LogFields.STEP);

    private final ThrowableProxyConverter stackTraces = new StackTraceConverter();

    @Override
    public void start() {
        stackTraces.setContext(getContext());
        stackTraces.start();
        super.start();
    }

    /** Untrusted text in a message or an exception can't forge a line. */
    @Override
    public String doLayout(ILoggingEvent event) {
        return Time.FORMAT.format(Instant.ofEpochMilli(event.getTimeStamp()))
                + ' '
                + event.getLevel()
                + " ".repeat(6 - event.getLevel().toString().length())
                + where(event.getMDCPropertyMap())
                + SafeText.oneLine(event.getFormattedMessage())
                + System.lineSeparator()
                + stackTraces.convert(event);
    }

    /** Source, snapshot and step, as far as they are known, and a colon after them. */
    private static String where(Map<String, String> context) {
        StringJoiner where = new StringJoiner(" ", "", ": ").setEmptyValue("");
        for (String field : WHERE) {
            String value = context.get(field);
            if (value != null) {
                where.add(SafeText.oneLine(value));
            }
        }
        return where.toString();
    }

    /** Made for the first line. */
    private static final class Time {
        static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneOffset.UTC);
    }
}
