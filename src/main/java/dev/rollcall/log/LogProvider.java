package dev.rollcall.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.CoreConstants;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback, set up by {@link LogbackConfigurator}. Logback's own provider is the same after it has looked for the
 * configurator and compared its versions, which takes a short command a tenth of its time.
 */
public final class LogProvider implements SLF4JServiceProvider {
    private final LoggerContext logs = new LoggerContext();
    private final MDCAdapter fields = new LogbackMDCAdapter();
    private final IMarkerFactory markers = new BasicMarkerFactory();

    /** Makes this the process's provider, unless a logger was asked for already. */
    public static void use() {
        System.setProperty("slf4j.provider", LogProvider.class.getName());
        // Else SLF4J tells on standard error that it was told.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    @Override
    public void initialize() {
        logs.setName(CoreConstants.DEFAULT_CONTEXT_NAME);
        logs.setMDCAdapter(fields);
        new LogbackConfigurator().configure(logs);
        logs.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return logs;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return fields;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
