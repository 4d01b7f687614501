package dev.rollcall.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.rollcall.directory.LogFields;
import dev.rollcall.directory.SafeText;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code %where} of a line: source, snapshot and step, as far as they are known, and a colon after them. */
final class LogContextConverter extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        Map<String, String> context = event.getMDCPropertyMap();
        String where = Stream.of(LogFields.SOURCE, LogFields.SNAPSHOT, LogFields.STEP)
                .map(context::get)
                .filter(Objects::nonNull)
                .map(SafeText::oneLine)
                .collect(Collectors.joining(" "));
        return where.isEmpty() ? "" : where + ": ";
    }
}
