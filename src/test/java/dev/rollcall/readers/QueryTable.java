package dev.rollcall.readers;

import dev.rollcall.answer.query.Query;
import dev.rollcall.answer.query.QueryParameter;
import java.util.List;
import java.util.stream.Collectors;

/** The generated table of {@code db/queries/README.md}: the queries in the words of their heads. */
record QueryTable(String text) {
    private static final String BEGIN = "<!-- Generated from the files' heads: begin -->\n";
    private static final String END = "<!-- Generated from the files' heads: end -->\n";

    static QueryTable of(List<Query> queries) {
        return new QueryTable("| query | answers | parameters |\n| --- | --- | --- |\n"
                + queries.stream().map(QueryTable::row).collect(Collectors.joining()));
    }

    String replacedIn(String document) {
        return document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
                + "\n" + text + "\n"
                + document.substring(document.indexOf(END));
    }

    private static String row(Query query) {
        String parameters =
                query.head().parameters().stream().map(QueryTable::parameter).collect(Collectors.joining(", "));
        return "| [`%s`](%s.sql) | %s | %s |\n"
                .formatted(
                        query.name(),
                        query.name(),
                        query.head().question().replace("|", "\\|"),
                        parameters.isEmpty() ? "none" : parameters);
    }

    private static String parameter(QueryParameter parameter) {
        return "`" + parameter.name() + (parameter.otherwise() == null ? "" : " = " + parameter.otherwise()) + "`";
    }
}
