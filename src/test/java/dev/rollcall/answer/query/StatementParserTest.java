package dev.rollcall.answer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {
    @Test
    void everyVariableIsAParameter() {
        QueryStatement statement = parse("SELECT :'a', :'b'::bigint, :'a'||'x' FROM t WHERE x=:'a';\n", "a", "b");

        assertThat(statement.sql()).isEqualTo("SELECT ?, ?::bigint, ?||'x' FROM t WHERE x=?\n");
        assertThat(statement.sent()).isEqualTo("SELECT $1, $2::bigint, $3||'x' FROM t WHERE x=$4\n");
        assertThat(statement.variables()).containsExactly("a", "b", "a", "a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ':''a'''",
                "SELECT 'it''s :' || ':''a'",
                "SELECT E'\\' :\\'a\\''",
                "SELECT e'\\\\', ':''a'''",
                "SELECT 1 AS \":'a'\"",
                "SELECT $$:'a'$$",
                "SELECT $x$ $$ :'a' $x$",
                "SELECT 'x'::text, x[1:2], y[1:n]",
                "SELECT name$x$, 1 FROM t",
                "SELECT U&'\\0441:''a'"
            })
    void whatIsQuotedIsNoVariable(String sql) {
        assertThat(parse(sql).sql()).isEqualTo(sql);
        assertThat(parse(sql).variables()).isEmpty();
    }

    @Test
    void commentsAreLeftOutAndLinesStayAsTheyAre() {
        QueryStatement statement = parse("""
                -- :'a' ?
                SELECT 1 -- :'b'; it's
                /* :'c' /* nested ' */ $$
                 */ , :'d' -- end""", "d");

        assertThat(statement.sql().lines().map(String::strip)).containsExactly("", "SELECT 1", "", ", ?");
        assertThat(statement.line(statement.sent().indexOf("$1") + 1)).isEqualTo(4);
    }

    @Test
    void operatorsWithQuestionMarksReachTheServer() {
        QueryStatement statement = parse("SELECT j ? 'x', '?' FROM t WHERE j ?| a");

        assertThat(statement.sql()).isEqualTo("SELECT j ?? 'x', '?' FROM t WHERE j ??| a");
        assertThat(statement.sent()).isEqualTo("SELECT j ? 'x', '?' FROM t WHERE j ?| a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-- only a comment | q.sql:1: expected a statement",
                "SELECT 1;\\nSELECT 2 | q.sql:2: a query is one statement",
                "SELECT 1; COMMIT | q.sql:1: a query is one statement",
                "SELECT\\n:'nobody', :'a' | q.sql:2: :'nobody' is no parameter of its head",
                "SELECT 1 | q.sql: the statement has no :'a', which its head names",
                "SELECT\\n\\n:a | q.sql:3: write :'a': values are bound, never pasted",
                "SELECT :\"a\" | q.sql:1: write :'a': values are bound, never pasted",
                "SELECT 'x | q.sql:1: nothing ends what this ' begins",
                "SELECT \"x | q.sql:1: nothing ends what this \" begins",
                "SELECT $x$ $$ | q.sql:1: nothing ends what this $x$ begins",
                "SELECT\\n/* /* */ | q.sql:2: nothing ends the comment that begins here"
            })
    void whatIsNotOneStatementIsToldWithItsLine(String text, String expected) {
        assertThatThrownBy(() -> parse(text.replace("\\n", "\n"), "a"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(expected);
    }

    @Test
    void semicolonMayBeFollowedByAComment() {
        assertThat(parse("SELECT 1; -- done\n/* really */\n").sql().strip()).isEqualTo("SELECT 1");
    }

    private static QueryStatement parse(String text, String... declared) {
        return new StatementParser("q.sql", text, new TreeSet<>(Set.of(declared))).parse();
    }
}
