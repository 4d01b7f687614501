package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.store.ClockBehindException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.dao.DataAccessResourceFailureException;

class FailuresTest {
    @Test
    void aFailureIsCalledByWhatLiesBeneathItsWrappings() {
        Throwable wrapped = new JobExecutionException(
                "the flow ended", new DataAccessResourceFailureException("the connection is gone"));

        assertThat(Failures.of(wrapped).code()).isEqualTo("database");
        assertThat(Failures.isBug(wrapped)).isFalse();
    }

    @Test
    void aDatabaseWhoseClockIsBehindIsNoBug() {
        Throwable behind = new ClockBehindException(Instant.EPOCH, Instant.EPOCH.plusSeconds(61));

        assertThat(Failures.of(behind).code()).isEqualTo("clock-behind");
        assertThat(Failures.isBug(behind)).isFalse();
    }

    @Test
    void whatHasNoNameIsABugAndFailsTheRun() {
        assertThat(Failures.isBug(new IllegalStateException("impossible"))).isTrue();
        assertThat(Failures.exitCode(new IllegalStateException("impossible"))).isEqualTo(1);
    }

    @Test
    void theUsersWordsEndWithTwo() {
        assertThat(Failures.exitCode(new ConfigurationException("no such key"))).isEqualTo(2);
    }
}
