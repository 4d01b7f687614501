package dev.rollcall.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What the process gives to a command.
 *
 * @param environment the environment variables
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
        environment = Map.copyOf(environment);
    }
}
