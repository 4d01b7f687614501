package dev.rollcall.answer.query;

import dev.rollcall.directory.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a query's file: comment lines that hold the question, then a paragraph {@code Parameters} with a line
 * {@code name type [= default]  meaning} each, and a paragraph {@code Columns} with a line {@code name  meaning} each. A
 * line that is indented further goes on with the meaning before it. Columns that mean one thing together may share a line,
 * as {@code group_id, group_name  the group}.
 */
final class QueryHeadParser {
    private static final String PARAMETERS = "Parameters";
    private static final String COLUMNS = "Columns";
    private static final String NONE = "  none";

    private static final Pattern SENTENCE = Pattern.compile("(.*?[.?!])(?: (.*))?");
    private static final Pattern PARAMETER =
            Pattern.compile(" {2}([a-z][a-z0-9_]*) +(\\S+)(?: += +(\\S+(?: \\S+)*))? {2,}(\\S.*)");
    private static final Pattern COLUMN = Pattern.compile(" {2}(\\w+(?:, \\w+)*) {2,}(\\S.*)");
    private static final Pattern CONTINUATION = Pattern.compile(" {4,}(\\S.*)");

    /** Taken by the command itself. */
    private static final List<String> OPTIONS =
            List.of("--format", "--output", "--csv-formulas", "--timeout", "--help", "--version");

    private final String file;
    private final List<String> lines;
    private int at;

    /** @param file as error messages name it */
    QueryHeadParser(String file, String text) {
        this.file = file;
        this.lines = text.lines()
                .takeWhile(line -> line.startsWith("--"))
                .map(line -> line.substring(2).replaceFirst("^ ", "").stripTrailing())
                .toList();
    }

    /** @throws ConfigurationException when it isn't such a head, with file, line and what is expected */
    QueryHead parse() {
        String prose = prose();
        Matcher sentence = SENTENCE.matcher(prose);
        if (prose.isEmpty()) {
            throw wrong("expected the question, as a comment: -- Who ...?");
        }
        String question = sentence.matches() ? sentence.group(1) : prose;
        String details = sentence.matches() && sentence.group(2) != null ? sentence.group(2) : "";
        List<QueryParameter> parameters = isAt(PARAMETERS) ? parameters() : List.of();
        if (!isAt(COLUMNS)) {
            throw wrong("expected '-- Columns', then '--   name  meaning' for each column of the answer");
        }
        return new QueryHead(question, details, parameters, columns());
    }

    private String prose() {
        List<String> words = new ArrayList<>();
        while (at < lines.size() && !isAt(PARAMETERS) && !isAt(COLUMNS)) {
            words.add(lines.get(at++).strip());
        }
        return String.join(" ", words).strip().replaceAll("\\s+", " ");
    }

    private List<QueryParameter> parameters() {
        List<QueryParameter> parameters = new ArrayList<>();
        at++;
        while (isInParagraph()) {
            if (lines.get(at).equals(NONE)) {
                at++;
                continue;
            }
            Matcher line = PARAMETER.matcher(lines.get(at));
            if (!line.matches()) {
                throw wrong("expected '--   name type [= default]  meaning', the name of small letters, digits and _");
            }
            ParameterType type = ParameterType.named(line.group(2))
                    .orElseThrow(() ->
                            wrong("'" + line.group(2) + "' is no type: expected one of " + ParameterType.names()));
            QueryParameter parameter =
                    new QueryParameter(line.group(1), type, otherwise(type, line.group(3)), line.group(4));
            requireNew(parameter, parameters);
            at++;
            parameters.add(new QueryParameter(
                    parameter.name(), type, parameter.otherwise(), parameter.meaning() + continuation()));
        }
        skipBlank();
        return parameters;
    }

    private @Nullable String otherwise(ParameterType type, @Nullable String value) {
        if (value != null) {
            try {
                type.require(value);
            } catch (ConfigurationException e) {
                throw wrong("default " + e.getMessage());
            }
        }
        return value;
    }

    private void requireNew(QueryParameter parameter, List<QueryParameter> before) {
        if (OPTIONS.contains(parameter.option())) {
            throw wrong("parameter " + parameter.name() + ": " + parameter.option() + " is an option of every query");
        }
        if (before.stream().anyMatch(other -> other.name().equals(parameter.name()))) {
            throw wrong("parameter " + parameter.name() + " stands here twice");
        }
    }

    private List<QueryColumns> columns() {
        List<QueryColumns> columns = new ArrayList<>();
        at++;
        while (isInParagraph()) {
            Matcher line = COLUMN.matcher(lines.get(at));
            if (!line.matches()) {
                throw wrong("expected '--   name  meaning'");
            }
            List<String> names = List.of(line.group(1).split(", "));
            requireNew(names, columns);
            at++;
            columns.add(new QueryColumns(names, line.group(2) + continuation()));
        }
        if (columns.isEmpty()) {
            throw wrong("expected '--   name  meaning'");
        }
        return columns;
    }

    private void requireNew(List<String> names, List<QueryColumns> before) {
        for (String name : names) {
            if (before.stream().anyMatch(columns -> columns.names().contains(name))
                    || names.indexOf(name) != names.lastIndexOf(name)) {
                throw wrong("column " + name + " stands here twice");
            }
        }
    }

    /** The lines after a meaning that go on with it. */
    private String continuation() {
        StringBuilder more = new StringBuilder();
        while (at < lines.size()) {
            Matcher line = CONTINUATION.matcher(lines.get(at));
            if (!line.matches()) {
                break;
            }
            more.append(' ').append(line.group(1));
            at++;
        }
        return more.toString();
    }

    private boolean isAt(String title) {
        return at < lines.size() && lines.get(at).equals(title);
    }

    private boolean isInParagraph() {
        return at < lines.size() && !lines.get(at).isEmpty() && !isAt(COLUMNS);
    }

    private void skipBlank() {
        while (at < lines.size() && lines.get(at).isEmpty()) {
            at++;
        }
    }

    private ConfigurationException wrong(String what) {
        return new ConfigurationException(file + ":" + (at + 1) + ": " + what);
    }
}
