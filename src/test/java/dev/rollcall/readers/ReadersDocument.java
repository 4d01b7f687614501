package dev.rollcall.readers;

import dev.rollcall.database.SqlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The generated part of {@code docs/readers.md}: the readers' views and functions in the words of their comments. */
final class ReadersDocument {
    private static final String BEGIN = "<!-- Generated from the database's comments: begin -->\n";
    private static final String END = "<!-- Generated from the database's comments: end -->\n";

    private final Map<String, List<Column>> views = new LinkedHashMap<>();
    private final Map<String, List<Column>> functions = new LinkedHashMap<>();

    private ReadersDocument(List<Column> columns) {
        for (Column column : columns) {
            Map<String, List<Column>> objects = column.kind().equals("view") ? views : functions;
            objects.computeIfAbsent(column.object(), object -> new ArrayList<>())
                    .add(column);
        }
    }

    /**
     * A column of a view or of a function's answer.
     *
     * @param arguments of the function; empty for a view
     * @param comment of the view or function
     * @param meaning the column's comment; null for a function's
     */
    private record Column(
            String kind,
            String object,
            String arguments,
            String comment,
            String name,
            String type,
            @Nullable String meaning) {
        String declaration() {
            return name + " " + type;
        }
    }

    /** Reads the comments of a migrated database. */
    static ReadersDocument of(JdbcClient database) {
        return new ReadersDocument(database.sql(SqlFile.read(ReadersDocument.class, "readers-document"))
                .query((row, n) -> new Column(
                        row.getString("kind"),
                        row.getString("name"),
                        type(row.getString("arguments")),
                        row.getString("comment"),
                        row.getString("column_name"),
                        type(row.getString("type")),
                        row.getString("meaning")))
                .list());
    }

    /** The document with its generated part replaced. */
    String replacedIn(String document) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document lacks the lines around its generated part");
        }
        return document.substring(0, begin + BEGIN.length()) + text() + document.substring(end);
    }

    private String text() {
        return views.values().stream().map(ReadersDocument::view).collect(Collectors.joining("\n", "\n", "\n"))
                + "### Functions\n\n| function | answers | columns |\n| --- | --- | --- |\n"
                + functions.values().stream().map(this::function).collect(Collectors.joining("", "", "\n"));
    }

    private static String view(List<Column> columns) {
        return columns.stream()
                .map(column -> row("`" + column.name() + "`", column.type(), String.valueOf(column.meaning())))
                .collect(Collectors.joining(
                        "",
                        "### View `" + columns.get(0).object() + "`\n\n"
                                + columns.get(0).comment() + "\n\n| column | type | meaning |\n| --- | --- | --- |\n",
                        ""));
    }

    private String function(List<Column> columns) {
        Column first = columns.get(0);
        return row("`" + first.object() + "(" + first.arguments() + ")`", first.comment(), answer(columns));
    }

    /** Most functions answer with the columns of a view and a few more. */
    private String answer(List<Column> columns) {
        List<String> all = columns.stream().map(Column::declaration).toList();
        String view = columns.get(0).object().replace("_as_of", "");
        List<String> ofView = views.getOrDefault(view, List.of()).stream()
                .map(Column::declaration)
                .toList();
        boolean extended = !ofView.isEmpty()
                && all.size() > ofView.size()
                && all.subList(0, ofView.size()).equals(ofView);
        String own = all.subList(extended ? ofView.size() : 0, all.size()).stream()
                .map(declaration -> "`" + declaration + "`")
                .collect(Collectors.joining(", "));
        return extended ? "those of view `" + view + "`, then " + own : own;
    }

    private static String row(String... cells) {
        return List.of(cells).stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String type(String name) {
        return name.replace("timestamp with time zone", "timestamptz");
    }
}
