package dev.rollcall.development;

import dev.rollcall.database.SqlFile;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A query that a reader might type.
 *
 * @param question in words
 */
record ExampleQuery(String question, String sql) {
    /** Of the files beside this class, whose first line is the question, as a comment. */
    static final List<ExampleQuery> ALL =
            List.of(load("largest-groups"), load("disabled-members"), load("memberships-then-and-now"));

    private static ExampleQuery load(String file) {
        String text = SqlFile.read(ExampleQuery.class, file);
        int end = text.indexOf('\n');
        return new ExampleQuery(
                text.substring(0, end).replaceFirst("^--\\s*", ""),
                text.substring(end + 1).strip());
    }

    /** Prints the question, the query and its answer. */
    void print(JdbcTemplate database, PrintStream out) {
        out.println(question);
        out.println();
        out.println(sql.indent(4));
        List<String> names = new ArrayList<>();
        TextTable answer = new TextTable();
        database.query(sql, row -> {
            ResultSetMetaData columns = row.getMetaData();
            if (names.isEmpty()) {
                names.addAll(names(columns));
            }
            answer.add(values(row, columns.getColumnCount()));
        });
        if (answer.isEmpty()) {
            out.println("    (no rows)");
        } else {
            answer.print(out, names);
        }
        out.println();
    }

    private static List<String> names(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            names.add(columns.getColumnLabel(column));
        }
        return names;
    }

    private static List<@Nullable String> values(ResultSet row, int columns) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            values.add(row.getString(column));
        }
        return values;
    }
}
