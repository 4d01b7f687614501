package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class ErrorHandlerTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({"28P01, 2", "28000, 2", "3D000, 2", "42501, 2", "08001, 1", "57P01, 1", "53300, 1"})
    void databasesAnswerDecides(String state, int exitCode) {
        Exception failure = new CannotGetJdbcConnectionException(
                "no connection", new SQLTransientConnectionException("timed out", new SQLException("a\nb", state)));

        assertThat(handle(failure, false)).isEqualTo(exitCode);
        assertThat(told()).startsWith("rollcall: database: a; b");
    }

    @Test
    void missingSchemaNamesTheCommandThatCreatesIt() {
        assertThat(handle(new SQLException("relation directory.source", "42P01"), false))
                .isEqualTo(2);
        assertThat(told()).contains("rollcall migrate");
    }

    @Test
    void databaseFailureWithoutAnAnswerIsAFailure() {
        assertThat(handle(new DataAccessResourceFailureException("the lock is gone"), false))
                .isEqualTo(1);
        assertThat(told()).isEqualTo("rollcall: the lock is gone\n");
    }

    @Test
    void configurationIsTheUsersFault() {
        assertThat(handle(new ConfigurationException("acme.yaml, line 3\u001b"), false))
                .isEqualTo(2);
        assertThat(told()).isEqualTo("rollcall: acme.yaml, line 3\\u{001B}\n");
    }

    @Test
    void everythingElseIsABug() {
        assertThat(handle(new IllegalStateException("2 rows"), false)).isEqualTo(1);
        assertThat(told())
                .isEqualTo("rollcall: internal error: java.lang.IllegalStateException: 2 rows; the log has more\n");
    }

    @Test
    void whatTheEndOfTheProcessBreaksIsNoFailureOfItsOwn() {
        assertThat(handle(new IllegalStateException("the pool is closed"), true))
                .isEqualTo(143);
        assertThat(told()).isEqualTo("rollcall: stopped by a signal; run again to resume\n");
    }

    @Test
    void wrongConfigurationIsToldEvenWhileTheProcessEnds() {
        assertThat(handle(new ConfigurationException("no such key"), true)).isEqualTo(2);
        assertThat(told()).isEqualTo("rollcall: no such key\n");
    }

    private int handle(Exception failure, boolean stopping) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        CommandContext context = new CommandContext(Map.of(), stream, stream, false, false, () -> stopping);
        return new ErrorHandler(context)
                .handleExecutionException(
                        failure,
                        new CommandLine(new RollcallCommand()),
                        ParseResult.builder(new CommandLine(new RollcallCommand()).getCommandSpec())
                                .build());
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
