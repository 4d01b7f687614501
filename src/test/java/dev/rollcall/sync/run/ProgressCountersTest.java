package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.store.staging.GroupCheckpoints.GroupCounts;
import org.junit.jupiter.api.Test;

class ProgressCountersTest {
    private final ProgressCounters progress = new ProgressCounters(GroupCounts.NONE);

    @Test
    void whatIsLeftFollowsEachEstimateAndThePagesSince() {
        assertThat(progress.requestsLeft()).isEmpty();
        progress.allGroupsListed(100, 100);
        pages(10);
        assertThat(progress.requestsLeft()).hasValue(100);

        progress.addGroupsRead(5);
        assertThat(progress.requestsLeft()).hasValue(95);
        progress.expect(190);
        assertThat(progress.requestsLeft()).hasValue(190);
        pages(40);
        assertThat(progress.requestsLeft()).hasValue(150);
    }

    @Test
    void estimateIsDueSoonAtFirstAndThenEveryThousandPages() {
        pages(7);
        assertThat(progress.isEstimateDue()).isFalse();
        progress.allGroupsListed(100, 100);
        int due = 0;
        for (int page = 1; page <= 5_000; page++) {
            pages(1);
            if (progress.isEstimateDue()) {
                due++;
                assertThat(progress.isEstimateDue()).isFalse();
            }
        }
        // At 10, 20, 40, ... 1280, and every 1,000 from there.
        assertThat(due).isEqualTo(8 + 3);
    }

    private void pages(int number) {
        for (int i = 0; i < number; i++) {
            progress.addMemberships(1);
        }
    }
}
