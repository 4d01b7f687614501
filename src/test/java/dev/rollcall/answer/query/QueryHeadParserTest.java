package dev.rollcall.answer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryHeadParserTest {
    private static final String HEAD = """
            -- Who is in a group,
            -- or was? Not everybody.
            --
            -- More of it.
            --
            -- Parameters
            --   source text            name of the source
            --   more_than bigint = 50  how many
            --                          are not many
            --   as_of time = now       the time
            --   deep flag = false      whether it goes deep
            --   words text = two words  some words
            --
            -- Columns
            --   group_id, group_name  the group
            --   n                     how many
            --                         there are
            SELECT 1; -- Columns
            """;

    @Test
    void headTellsQuestionParametersAndColumns() {
        QueryHead head = parse(HEAD);

        assertThat(head.question()).isEqualTo("Who is in a group, or was?");
        assertThat(head.details()).isEqualTo("Not everybody. More of it.");
        assertThat(head.parameters())
                .containsExactly(
                        new QueryParameter("source", ParameterType.TEXT, null, "name of the source"),
                        new QueryParameter("more_than", ParameterType.BIGINT, "50", "how many are not many"),
                        new QueryParameter("as_of", ParameterType.TIME, "now", "the time"),
                        new QueryParameter("deep", ParameterType.FLAG, "false", "whether it goes deep"),
                        new QueryParameter("words", ParameterType.TEXT, "two words", "some words"));
        assertThat(head.parameters()).extracting(QueryParameter::option).contains("--more-than", "--as-of");
        assertThat(head.columnNames()).containsExactly("group_id", "group_name", "n");
        assertThat(head.columns().get(1).meaning()).isEqualTo("how many there are");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-- Who?\\n--\\n-- Parameters\\n--   none\\n--\\n-- Columns\\n--   n  how many",
                "-- Who?\\n-- Columns\\n--   n  how many",
                "-- Who?\\n--\\n-- Parameters\\n-- Columns\\n--   n  how many"
            })
    void parametersMayBeNone(String head) {
        assertThat(parse(head.replace("\\n", "\n")).parameters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 | q.sql:1: expected the question",
                "-- Who? | q.sql:2: expected '-- Columns'",
                "-- Who?\\n-- Parameters\\n--   source  name | q.sql:3: expected '--   name type [= default]  meaning'",
                "-- Who?\\n-- Parameters\\n--   n int  name | q.sql:3: 'int' is no type: expected one of text, bigint, time, flag",
                "-- Who?\\n-- Parameters\\n--   N text  name | q.sql:3: expected '--   name type",
                "-- Who?\\n-- Parameters\\n--   n bigint = x  name | q.sql:3: default 'x' is no whole number",
                "-- Who?\\n-- Parameters\\n--   t time = soon  name | q.sql:3: default 'soon' is no time",
                "-- Who?\\n-- Parameters\\n--   f flag = 1  name | q.sql:3: default '1' is neither true nor false",
                "-- Who?\\n-- Parameters\\n--   format text  name | q.sql:3: parameter format: --format is an option of every query",
                "-- Who?\\n-- Parameters\\n--   a text  x\\n--   a text  x | q.sql:4: parameter a stands here twice",
                "-- Who?\\n-- Columns | q.sql:3: expected '--   name  meaning'",
                "-- Who?\\n-- Columns\\n--   a-b  x | q.sql:3: expected '--   name  meaning'",
                "-- Who?\\n-- Columns\\n--   a  x\\n--   a  y | q.sql:4: column a stands here twice"
            })
    void whatIsNoHeadIsToldWithItsLine(String head, String expected) {
        assertThatThrownBy(() -> parse(head.replace("\\n", "\n")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(expected);
    }

    private static QueryHead parse(String text) {
        return new QueryHeadParser("q.sql", text).parse();
    }
}
