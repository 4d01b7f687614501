package dev.rollcall.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * How much is logged, and in which form.
 *
 * @param level of Rollcall's own messages: debug, info, warn or error
 * @param json whether a line is a JSON object of the Elastic Common Schema
 */
public record LogSettings(String level, boolean json) {
    private static final String ROLLCALL = "dev.rollcall";
    private static final String LEVEL = "ROLLCALL_LOG";
    private static final String FORMAT = "ROLLCALL_LOG_FORMAT";
    private static final String ECS = "ecs";
    private static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

    /** What users tell Java of other loggers, in the words of Spring Boot. */
    private static final String OPTION_OF_JAVA = "logging.level.";

    /**
     * What the environment says.
     *
     * @param asked the level that the command line asks for; null where it asks for none
     * @throws ConfigurationException when a variable holds another word
     */
    public static LogSettings from(Map<String, String> environment, @Nullable String asked) {
        String level = environment.getOrDefault(LEVEL, "info");
        if (!LEVELS.contains(level)) {
            throw new ConfigurationException(
                    LEVEL + ": " + SafeText.quoted(level) + ": expected debug, info, warn or error");
        }
        String format = environment.getOrDefault(FORMAT, "text");
        if (!format.equals("text") && !format.equals(ECS)) {
            throw new ConfigurationException(FORMAT + ": " + SafeText.quoted(format) + ": expected text or ecs");
        }
        return new LogSettings(asked == null ? level : asked, isJson(environment));
    }

    /** Whether the environment asks for JSON, whatever else is wrong with it. */
    public static boolean isJson(Map<String, String> environment) {
        return ECS.equals(environment.get(FORMAT));
    }

    /**
     * Sets up this process's log. Takes back no JSON.
     *
     * @param version of this program, which each object of JSON names
     */
    public void apply(String version) {
        LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
        // The database's driver and others log by Java's own.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Level own = Level.toLevel(level);
        logs.getLogger(ROLLCALL).setLevel(own);
        Logger root = logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN);
        if (json) {
            root.detachAppender(LogbackConfigurator.APPENDER);
            root.addAppender(LogbackConfigurator.appender(logs, jsonLines(logs, version)));
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(OPTION_OF_JAVA))
                .forEach(name -> logs.getLogger(name.substring(OPTION_OF_JAVA.length()))
                        .setLevel(Level.toLevel(System.getProperty(name), own)));
    }

    private static Encoder<ILoggingEvent> jsonLines(LoggerContext logs, String version) {
        logs.putObject(
                Environment.class.getName(),
                new OwnProperties(Map.of(
                        "spring.application.pid",
                        ProcessHandle.current().pid(),
                        "logging.structured.ecs.service.name",
                        "rollcall",
                        "logging.structured.ecs.service.version",
                        version,
                        "logging.structured.json.customizer",
                        SafeJsonText.class.getName())));
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setFormat(ECS);
        return encoder;
    }

    /** What Spring Boot's encoder asks for; nothing of what stands in the process's environment. */
    private static final class OwnProperties extends StandardEnvironment {
        private OwnProperties(Map<String, Object> properties) {
            getPropertySources().addLast(new MapPropertySource("rollcall", properties));
        }

        @Override
        protected void customizePropertySources(MutablePropertySources sources) {}
    }
}
