package dev.rollcall.answer.query;

import dev.rollcall.directory.ConfigurationException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A reporting query, ready to be asked. */
public final class Query {
    private final String name;
    private final String file;
    private final boolean builtIn;
    private final QueryHead head;
    private final QueryStatement statement;

    private Query(String name, String file, boolean builtIn, QueryHead head, QueryStatement statement) {
        this.name = name;
        this.file = file;
        this.builtIn = builtIn;
        this.head = head;
        this.statement = statement;
    }

    /**
     * Reads a query's file.
     *
     * @param file as error messages name it
     * @throws ConfigurationException when it is none, with file, line and what is expected
     */
    static Query parse(String name, String file, boolean builtIn, String text) {
        QueryHead head = new QueryHeadParser(file, text).parse();
        Set<String> declared = head.parameters().stream()
                .map(QueryParameter::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Query(name, file, builtIn, head, new StatementParser(file, text, declared).parse());
    }

    public String name() {
        return name;
    }

    /** As error messages name it. */
    public String file() {
        return file;
    }

    boolean isBuiltIn() {
        return builtIn;
    }

    public QueryHead head() {
        return head;
    }

    QueryStatement statement() {
        return statement;
    }

    ConfigurationException wrong(String what) {
        return new ConfigurationException(file + ": " + what);
    }
}
