package dev.rollcall.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What of the log no setting changes: where it goes, and what of other libraries' it lets through. {@link LogProvider}
 * applies it; where that is not used, as in tests, Logback finds it among the services of the class path. In XML the same
 * would cost a short command a tenth of its time.
 */
public final class LogbackConfigurator extends ContextAwareBase implements Configurator {
    static final String APPENDER = "STDERR";

    private static final Map<String, Level> LEVELS = Map.ofEntries(
            Map.entry("dev.rollcall", Level.INFO),
            // The command that starts the context reports why it failed, in one line where the failure is foreseen.
            Map.entry("org.springframework.boot.SpringApplication", Level.OFF),
            // A run reports its own failure; Spring Batch would add a stack trace to each.
            Map.entry("org.springframework.batch", Level.ERROR),
            Map.entry("org.springframework.batch.core.step", Level.OFF),
            Map.entry("org.springframework.batch.core.job", Level.OFF),
            // A migration that fails is told by who applies it, or tried again.
            Map.entry("org.flywaydb.core.internal.command.DbMigrate", Level.OFF),
            Map.entry("com.zaxxer.hikari", Level.ERROR),
            // That a rollback failed too, where a session is gone.
            Map.entry("org.springframework.transaction.support.TransactionTemplate", Level.OFF),
            // A worker tells in its own words what its scheduler meets.
            Map.entry("com.github.kagkarlsson", Level.OFF),
            Map.entry("com.huaweicloud.sdk", Level.OFF),
            // What it warns of fails a request, which is told without a stack trace, or does no harm.
            Map.entry("software.amazon.awssdk", Level.ERROR),
            // It logs signed requests, and with them the session's token, as soon as somebody asks for all debug logs.
            Map.entry("org.apache.hc.client5.http", Level.WARN),
            // That metrics are lost is told by who sends them.
            Map.entry("io.micrometer", Level.ERROR));

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        LEVELS.forEach((logger, level) -> logs.getLogger(logger).setLevel(level));
        Logger root = logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender(logs, text(logs)));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Standard output is for results. */
    static ConsoleAppender<ILoggingEvent> appender(LoggerContext logs, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(logs);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setName(APPENDER);
        appender.setContext(logs);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext logs) {
        LineLayout layout = new LineLayout();
        layout.setContext(logs);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setLayout(layout);
        encoder.setCharset(StandardCharsets.UTF_8);
        return encoder;
    }
}
