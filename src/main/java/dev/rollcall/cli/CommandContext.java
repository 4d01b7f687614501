package dev.rollcall.cli;

import dev.rollcall.cli.text.Names;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What the process gives to a command.
 *
 * @param environment the environment variables; an empty one counts as not given, and is left out
 * @param out for results, in UTF-8
 * @param err for everything else, in UTF-8
 * @param outIsTerminal whether a person reads {@code out} on a terminal
 * @param errIsTerminal whether a person watches {@code err} on a terminal
 * @param stopping whether a signal is ending the process
 */
public record CommandContext(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        BooleanSupplier stopping) {
    public CommandContext {
        environment = environment.entrySet().stream()
                .filter(variable -> !variable.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** How names are printed to {@code out}. */
    Names names() {
        return outIsTerminal ? Names.CUT : Names.WHOLE;
    }

    /** Whether lines on {@code err} can be painted over: a terminal without a type, or a dumb one, knows no sequences. */
    boolean paintsProgress() {
        String type = environment.getOrDefault("TERM", "");
        return errIsTerminal && !type.isEmpty() && !type.equals("dumb");
    }
}
