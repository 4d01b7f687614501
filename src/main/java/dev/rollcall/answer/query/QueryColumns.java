package dev.rollcall.answer.query;

import java.util.List;

/**
 * Columns of a query's answer.
 *
 * @param names one, or several that mean one thing together
 */
public record QueryColumns(List<String> names, String meaning) {
    public QueryColumns {
        names = List.copyOf(names);
    }
}
