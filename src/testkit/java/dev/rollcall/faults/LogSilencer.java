package dev.rollcall.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Switches the logs off until it is closed: thousands of failures are expected. */
final class LogSilencer implements AutoCloseable {
    private final List<Runnable> undo = new ArrayList<>();

    LogSilencer() {
        LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
        for (Logger logger : logs.getLoggerList()) {
            Level level = logger.getLevel();
            if (level != null) {
                undo.add(() -> logger.setLevel(level));
                logger.setLevel(Level.OFF);
            }
        }
    }

    @Override
    public void close() {
        undo.forEach(Runnable::run);
    }
}
