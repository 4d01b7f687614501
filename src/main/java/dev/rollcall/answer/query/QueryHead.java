package dev.rollcall.answer.query;

import java.util.List;

/**
 * What the comment at the head of a query's file says.
 *
 * @param question its first sentence
 * @param details what else stands there before the parameters; empty when nothing does
 */
public record QueryHead(String question, String details, List<QueryParameter> parameters, List<QueryColumns> columns) {
    public QueryHead {
        parameters = List.copyOf(parameters);
        columns = List.copyOf(columns);
    }

    List<String> columnNames() {
        return columns.stream().flatMap(columns -> columns.names().stream()).toList();
    }
}
