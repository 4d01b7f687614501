package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.RollcallException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

class ErrorTranslatorTest {
    @ParameterizedTest
    @CsvSource({
        "28P01, CONFIGURATION, ROLLCALL_DB_PASSWORD",
        "28000, CONFIGURATION, ROLLCALL_DB_USER",
        "3D000, CONFIGURATION, ROLLCALL_DB_URL",
        "3F000, CONFIGURATION, rollcall migrate",
        "42P01, CONFIGURATION, rollcall migrate",
        "42703, CONFIGURATION, rollcall migrate",
        "42883, CONFIGURATION, rollcall migrate",
        "08004, CONFIGURATION, ROLLCALL_DB_PASSWORD",
        "42501, CONFIGURATION, rollcall check"
    })
    void userCanDoSomethingAboutSomeSqlStates(String state, Blame blame, String advice) {
        RollcallException error = ErrorTranslator.translate(new SQLException("refused", state));

        assertThat(error.code()).isEqualTo("database");
        assertThat(error.blame()).isEqualTo(blame);
        assertThat(error.advice()).contains(advice);
    }

    @ParameterizedTest
    @CsvSource({"08001", "57P01", "53300", "23505"})
    void allOthersAreTheDatabasesFault(String state) {
        RollcallException error = ErrorTranslator.translate(new SQLException("failed", state));

        assertThat(error.blame()).isEqualTo(Blame.DATABASE);
        assertThat(error.advice()).isNull();
    }

    @Test
    void serversWordsAreTheMessageOnOneLineWithoutAPosition() {
        SQLException answer = new SQLException("ERROR: no such column\n  Hint: look again\n  Position: 17", "42703");

        assertThat(ErrorTranslator.translate(new TransactionSystemException("could not commit", answer)))
                .hasMessage("database: ERROR: no such column; Hint: look again");
    }

    @Test
    void withoutAnAnswerOfTheServerTheMessageStays() {
        assertThat(ErrorTranslator.translate(new DataAccessResourceFailureException("the lock is gone")))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("the lock is gone");
        assertThat(ErrorTranslator.translate(new FlywayException("validate\n\nfailed")))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("validate; failed");
    }

    @Test
    void ownExceptionsAreFoundBeneathWhatWrapsThem() {
        ConfigurationException own = new ConfigurationException("no such key");

        assertThat(ErrorTranslator.translate(new IllegalStateException(own))).isSameAs(own);
    }

    @Test
    void everythingElseIsABug() {
        RollcallException error = ErrorTranslator.translate(new IllegalStateException("2 rows"));

        assertThat(error.code()).isEqualTo("internal");
        assertThat(error.blame()).isEqualTo(Blame.BUG);
        assertThat(error).hasMessage("2 rows");
    }
}
