package dev.rollcall.readers;

import dev.rollcall.answer.query.Queries;
import dev.rollcall.answer.query.QueryHead;
import dev.rollcall.answer.query.QueryParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of {@code db/queries}: a comment that describes it, and one statement with variables of psql, {@code :'name'}. */
record ReportingQuery(String name, String text) {
    static final Path FOLDER = Path.of("db", "queries");

    private static final Pattern VARIABLE = Pattern.compile("(?<!:):'(\\w+)'");
    /** Aliases are one letter, so this finds what a schema qualifies. */
    private static final Pattern RELATION = Pattern.compile("\\b\\w{2,}\\.\\w+");

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    static ReportingQuery named(String name) throws IOException {
        return new ReportingQuery(name, Files.readString(FOLDER.resolve(name)));
    }

    QueryHead head() {
        return new Queries(null).named(name.replaceFirst("\\.sql$", "")).head();
    }

    List<String> parameters() {
        return head().parameters().stream().map(QueryParameter::name).toList();
    }

    List<String> columns() {
        return head().columns().stream()
                .flatMap(columns -> columns.names().stream())
                .toList();
    }

    List<String> variables() {
        return VARIABLE.matcher(statement())
                .results()
                .map(variable -> variable.group(1))
                .distinct()
                .toList();
    }

    /** The views and functions that the statement reads: what no schema qualifies is PostgreSQL's own. */
    List<String> relations() {
        return RELATION.matcher(statement())
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    /** The statement as psql sends it. */
    String with(Map<String, String> values) {
        return VARIABLE.matcher(statement()).replaceAll(variable -> {
            String value = values.get(variable.group(1));
            if (value == null) {
                throw new IllegalArgumentException(name + " has a variable without value: " + variable.group());
            }
            return Matcher.quoteReplacement("'" + value.replace("'", "''") + "'");
        });
    }

    private String statement() {
        return text.lines()
                .filter(line -> !line.strip().startsWith("--"))
                .reduce("", (before, line) -> before + line + "\n");
    }
}
