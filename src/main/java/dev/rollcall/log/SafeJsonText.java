package dev.rollcall.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.rollcall.directory.SafeText;
import java.util.stream.Collectors;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Filters every text of the log's JSON. Escaped as JSON, none can forge a line; one that a program prints again could,
 * or hide what stands there. Spring Boot makes it by its name, which {@link LogSettings} gives.
 */
public final class SafeJsonText implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {
    @Override
    public void customize(JsonWriter.Members<ILoggingEvent> members) {
        members.applyingValueProcessor(JsonWriter.ValueProcessor.of(String.class, SafeJsonText::lines));
    }

    /** A stack trace has lines of its own. */
    private static String lines(String text) {
        return text.lines()
                .map(line -> (line.startsWith("\t") ? "\t" : "") + SafeText.oneLine(line))
                .collect(Collectors.joining("\n"));
    }
}
