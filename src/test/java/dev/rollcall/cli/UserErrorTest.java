package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.ConfigurationException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class UserErrorTest {
    @ParameterizedTest
    @CsvSource({"28P01, 2", "28000, 2", "3D000, 2", "42501, 2", "08001, 1", "57P01, 1", "53300, 1"})
    void theDatabasesAnswerDecides(String state, int exitCode) {
        Throwable failure = new CannotGetJdbcConnectionException(
                "no connection", new SQLTransientConnectionException("timed out", new SQLException("a\nb", state)));

        assertThat(UserError.of(failure)).hasValueSatisfying(problem -> {
            assertThat(problem.exitCode()).isEqualTo(exitCode);
            assertThat(problem.message()).startsWith("database: a; b");
        });
    }

    @Test
    void aMissingSchemaNamesTheCommandThatCreatesIt() {
        assertThat(UserError.of(new SQLException("relation directory.source", "42P01")))
                .hasValueSatisfying(problem -> {
                    assertThat(problem.exitCode()).isEqualTo(2);
                    assertThat(problem.message()).contains("rollcall migrate");
                });
    }

    @Test
    void aDatabaseFailureWithoutAnAnswerIsAFailure() {
        assertThat(UserError.of(new DataAccessResourceFailureException("the lock is gone")))
                .contains(new UserError(1, "the lock is gone"));
    }

    @Test
    void configurationIsTheUsersFault() {
        assertThat(UserError.of(new ConfigurationException("acme.yaml, line 3\u001b")))
                .contains(new UserError(2, "acme.yaml, line 3\\u{001B}"));
    }

    @Test
    void everythingElseIsABug() {
        assertThat(UserError.of(new IllegalStateException("2 rows"))).isEmpty();
    }
}
