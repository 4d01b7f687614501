package dev.rollcall.cli;

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
 * @param interactive whether a person watches {@code err} on a terminal
 * @param stopping whether a signal is ending the process
 */
public record CommandContext(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        BooleanSupplier stopping) {
    public CommandContext {
        environment = environment.entrySet().stream()
                .filter(variable -> !variable.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
