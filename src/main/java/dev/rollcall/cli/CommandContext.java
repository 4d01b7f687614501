package dev.rollcall.cli;

import dev.rollcall.cli.text.Names;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process gives to a command.
 *
 * @param environment the environment variables; an empty one counts as not given, and is left out
 * @param out for results, in UTF-8
 * @param err for everything else, in UTF-8
 * @param outIsTerminal whether a person reads {@code out} on a terminal
 * @param errIsTerminal whether a person watches {@code err} on a terminal
 * @param stopping whether a signal is ending the process
 * @param typed what a person types who sees {@code err}; null where nobody can be asked
 * @param patience how long work may take before it says what it is at; with none it says so as it begins
 */
public record CommandContext(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        BooleanSupplier stopping,
        @Nullable BufferedReader typed,
        Duration patience) {
    /** A person's. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(CommandContext.class);

    public CommandContext {
        environment = environment.entrySet().stream()
                .filter(variable -> !variable.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Where nobody can be asked. */
    public CommandContext(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            boolean outIsTerminal,
            boolean errIsTerminal,
            BooleanSupplier stopping) {
        this(environment, out, err, outIsTerminal, errIsTerminal, stopping, null, PATIENCE);
    }

    /** For a program that reads standard error as JSON: what is printed there becomes lines of the log. */
    CommandContext withLoggedErrors() {
        return new CommandContext(environment, out, new LogStream(), outIsTerminal, false, stopping, null, patience);
    }

    /** How names are printed to {@code out}. */
    Names names() {
        return outIsTerminal ? Names.CUT : Names.WHOLE;
    }

    /**
     * Whether progress is painted on {@code err}: a terminal without a type, or a dumb one, can't paint over lines, a
     * quiet command shows none, and a verbose one would fill the terminal above it.
     */
    boolean paintsProgress() {
        return errIsTerminal && knowsSequences() && log.isInfoEnabled() && !log.isDebugEnabled();
    }

    /** Whether lines on {@code out} can be painted over. */
    boolean paintsResults() {
        return outIsTerminal && knowsSequences();
    }

    /** A terminal without a type, or a dumb one, does not. */
    private boolean knowsSequences() {
        String type = environment.getOrDefault("TERM", "");
        return !type.isEmpty() && !type.equals("dumb");
    }
}
