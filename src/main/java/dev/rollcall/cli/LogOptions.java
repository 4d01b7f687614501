package dev.rollcall.cli;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.log.LogSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** How much a command logs. Every command has these. */
final class LogOptions {
    private static final int VERBOSE = 1_000;
    private static final int QUIET = VERBOSE + 1;

    private boolean verbose;
    private boolean quiet;

    /**
     * Stays, wherever it was given: the words behind a query's name are parsed after those before. Of methods Java tells no
     * order, hence the numbers.
     */
    @Option(
            names = {"-v", "--verbose"},
            order = VERBOSE,
            scope = ScopeType.INHERIT,
            description = "Log every request to the provider.")
    void verbose(boolean given) {
        verbose |= given;
    }

    @Option(
            names = {"-q", "--quiet"},
            order = QUIET,
            scope = ScopeType.INHERIT,
            description = "Log nothing but warnings and errors, show no progress.")
    void quiet(boolean given) {
        quiet |= given;
    }

    /** @throws ParameterException when both are given, or the environment asks for something that is not known */
    void apply(CommandLine command, Map<String, String> environment) {
        if (verbose && quiet) {
            throw new ParameterException(command, "--verbose goes without --quiet");
        }
        try {
            LogSettings.from(environment, level()).apply(Version.current());
        } catch (ConfigurationException e) {
            throw new ParameterException(command, e.getMessage(), e);
        }
    }

    private @Nullable String level() {
        if (verbose) {
            return "debug";
        }
        return quiet ? "warn" : null;
    }
}
