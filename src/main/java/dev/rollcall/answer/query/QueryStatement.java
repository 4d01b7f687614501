package dev.rollcall.answer.query;

import java.util.List;

/**
 * The statement of a query, with a parameter for each variable.
 *
 * @param sql as the driver takes it, a question mark for each parameter
 * @param sent as the driver sends it
 * @param variables the names of the parameters, in order; one may come again
 */
record QueryStatement(String sql, String sent, List<String> variables) {
    QueryStatement {
        variables = List.copyOf(variables);
    }

    /**
     * The line of the file that the server means.
     *
     * @param position of a character of the statement as sent, from 1 on
     */
    long line(int position) {
        return sent.codePoints()
                        .limit(Math.max(0, position - 1))
                        .filter(c -> c == '\n')
                        .count()
                + 1;
    }
}
