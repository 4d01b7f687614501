package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.source.Source;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerCapacityTest {
    @ParameterizedTest
    @CsvSource({
        "24, 8, 2", // twice 9 and the scheduler's 2
        "40, 8, 4",
        "100, 8, 4", // more only when asked for
        "24, 2, 3",
        "10, 8, 1",
        "8, 8, 1"
    })
    void connectionsPermitSoManySourcesAtOnce(int connections, int workers, int atOnce) {
        WorkerCapacity capacity = WorkerCapacity.of(connections, null, sources(workers));

        assertThat(capacity).isEqualTo(new WorkerCapacity(connections, atOnce));
        assertThat(capacity.ofRuns() + WorkerCapacity.SCHEDULER).isEqualTo(connections);
        assertThat(capacity.pool() + atOnce).isEqualTo(capacity.ofRuns());
    }

    @Test
    void sourceIsReadWithNoMoreRequestsInFlightThanItsConnectionsPermit() {
        assertThat(workers(24, 8)).isEqualTo(4);
        assertThat(workers(24, 2)).isEqualTo(2);
        assertThat(workers(8, 8)).isEqualTo(1);
    }

    @Test
    void moreAtOnceIsReadWhereTheConnectionsSuffice() {
        assertThat(WorkerCapacity.of(92, 10, sources(8)).atOnce()).isEqualTo(10);
        assertThat(WorkerCapacity.of(24, 1, sources(8)).atOnce()).isEqualTo(1);
        assertThatThrownBy(() -> WorkerCapacity.of(24, 3, sources(8)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--at-once: 3 sources at once take 29 connections, and --connections is 24");
    }

    @Test
    void tooFewConnectionsForOneSourceAreRefused() {
        assertThatThrownBy(() -> WorkerCapacity.of(7, null, sources(8)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("--connections: expected at least 8");
    }

    private static int workers(int connections, int workers) {
        WorkerCapacity capacity = WorkerCapacity.of(connections, null, sources(workers));
        return capacity.fitted(sources(workers).get(0)).directory().workers();
    }

    private static List<Source> sources(int workers) {
        return List.of(SourceBuilder.of("acme", Cloud.AWS, "d-1234567890", URI.create("http://127.0.0.1:1"))
                .workers(workers)
                .build());
    }
}
