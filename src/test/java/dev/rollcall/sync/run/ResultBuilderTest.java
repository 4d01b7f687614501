package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.store.publish.ClockBehindException;
import dev.rollcall.sync.SyncResult.Failure;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.dao.DataAccessResourceFailureException;

class ResultBuilderTest {
    @Test
    void failureIsCalledByWhatLiesBeneathItsWrappings() {
        Failure failure = ResultBuilder.failure(new JobExecutionException(
                "the flow ended", new DataAccessResourceFailureException("the connection is gone")));

        assertThat(failure.code()).isEqualTo("database");
        assertThat(failure.blame()).isEqualTo(Blame.DATABASE);
    }

    @Test
    void databaseWhoseClockIsBehindIsNoBug() {
        Failure failure = ResultBuilder.failure(new ClockBehindException(Instant.EPOCH, Instant.EPOCH.plusSeconds(61)));

        assertThat(failure.code()).isEqualTo("clock-behind");
        assertThat(failure.blame()).isNotEqualTo(Blame.BUG);
    }

    @Test
    void whatHasNoNameIsABug() {
        Failure failure = ResultBuilder.failure(new IllegalStateException("impossible"));

        assertThat(failure.code()).isEqualTo("internal");
        assertThat(failure.blame()).isEqualTo(Blame.BUG);
    }

    @Test
    void usersWordsAreTheUsersFault() {
        assertThat(ResultBuilder.failure(new ConfigurationException("no such key"))
                        .blame())
                .isEqualTo(Blame.CONFIGURATION);
    }

    @Test
    void whatTheDatabaseRefusesARunIsNoMistakeOfTheConfiguration() {
        assertThat(ResultBuilder.failure(new SQLException("no right", "42501")).blame())
                .isEqualTo(Blame.DATABASE);
    }
}
