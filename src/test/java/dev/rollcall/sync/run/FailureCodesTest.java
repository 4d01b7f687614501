package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.store.publish.ClockBehindException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.dao.DataAccessResourceFailureException;

class FailureCodesTest {
    @Test
    void aFailureIsCalledByWhatLiesBeneathItsWrappings() {
        Throwable wrapped = new JobExecutionException(
                "the flow ended", new DataAccessResourceFailureException("the connection is gone"));

        assertThat(FailureCodes.of(wrapped).code()).isEqualTo("database");
        assertThat(FailureCodes.isBug(wrapped)).isFalse();
    }

    @Test
    void aDatabaseWhoseClockIsBehindIsNoBug() {
        Throwable behind = new ClockBehindException(Instant.EPOCH, Instant.EPOCH.plusSeconds(61));

        assertThat(FailureCodes.of(behind).code()).isEqualTo("clock-behind");
        assertThat(FailureCodes.isBug(behind)).isFalse();
    }

    @Test
    void whatHasNoNameIsABugAndFailsTheRun() {
        assertThat(FailureCodes.isBug(new IllegalStateException("impossible"))).isTrue();
        assertThat(FailureCodes.exitCode(new IllegalStateException("impossible")))
                .isEqualTo(1);
    }

    @Test
    void theUsersWordsEndWithTwo() {
        assertThat(FailureCodes.exitCode(new ConfigurationException("no such key")))
                .isEqualTo(2);
    }
}
