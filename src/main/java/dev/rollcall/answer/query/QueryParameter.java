package dev.rollcall.answer.query;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a query.
 *
 * @param name as the statement has it: {@code as_of}
 * @param otherwise the value where none is given, as it stands in the head; null when one must be
 */
public record QueryParameter(
        String name, ParameterType type, @Nullable String otherwise, String meaning) {
    /** As it is given on the command line: {@code --as-of}. */
    public String option() {
        return "--" + name.replace('_', '-');
    }
}
