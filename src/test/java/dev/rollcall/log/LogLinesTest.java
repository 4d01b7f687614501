package dev.rollcall.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.rollcall.directory.LogFields;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the program writes where nobody asks for JSON. */
class LogLinesTest {
    private static final String FORGED = "2026-01-01T00:00:00.000Z ERROR forged";

    @Test
    void noMessageForgesALine() {
        String log = logged("group a\r\n" + FORGED + "\u2028\u001b[31m\u202e  here", null);

        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(" WARN  group a " + FORGED + " [31m here"));
    }

    @Test
    void noMessageOfAnExceptionForgesALine() {
        Exception cause = new IllegalStateException("answer\n" + FORGED);
        cause.addSuppressed(new IllegalStateException("close\n" + FORGED));

        String log = logged("failed", new IllegalArgumentException("batch\n" + FORGED, cause));

        assertThat(log.lines()).noneMatch(line -> line.startsWith(FORGED));
        assertThat(log)
                .contains("\njava.lang.IllegalArgumentException: batch " + FORGED + "\n\tat ")
                .contains("\nCaused by: java.lang.IllegalStateException: answer " + FORGED + "\n\tat ")
                .contains("Suppressed: java.lang.IllegalStateException: close " + FORGED + "\n");
    }

    @Test
    void exceptionWithoutAMessageIsItsClass() {
        assertThat(logged("failed", new IllegalStateException())).contains("\njava.lang.IllegalStateException\n\tat ");
    }

    @Test
    void lineTellsSourceSnapshotAndStepAsFarAsTheyAreKnown() {
        assertThat(logged("read", null, Map.of(LogFields.SOURCE, "acme"))).endsWith(" WARN  acme: read\n");
        assertThat(logged(
                        "read",
                        null,
                        Map.of(LogFields.SOURCE, "acme", LogFields.SNAPSHOT, "42", LogFields.STEP, "memberships")))
                .endsWith(" WARN  acme 42 memberships: read\n");
    }

    private static String logged(String message, @Nullable Exception thrown) {
        return logged(message, thrown, Map.of());
    }

    private static String logged(String message, @Nullable Exception thrown, Map<String, String> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        LoggerContext context = new LoggerContext();
        LogbackMDCAdapter adapter = new LogbackMDCAdapter();
        fields.forEach(adapter::put);
        context.setMDCAdapter(adapter);
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            new LogbackConfigurator().configure(context);
            Logger logger = context.getLogger("dev.rollcall.Test");
            logger.warn(message, thrown);
        } finally {
            context.stop();
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
