package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Two sources whose jobs run at once in one application context. */
class SideBySideTest {
    private static final String OTHER_STORE = "d-0987654321";

    @Test
    void eachJobWorksWithItsOwnRun() {
        SandboxDirectory large = SandboxDirectory.generate(61, Shape.of(60, 900, 150));
        SandboxDirectory small = SandboxDirectory.generate(62, Shape.of(25, 300, 60));
        try (SyncFixture fixture = new SyncFixture(Cloud.AWS, large)) {
            fixture.sandbox().addStore(OTHER_STORE, small);
            fixture.sandbox().faults().latency(Duration.ofMillis(5));
            Source acme = fixture.source().workers(3).pageSize(10).build();
            Source other = SourceBuilder.of(
                            "other", Cloud.AWS, OTHER_STORE, fixture.sandbox().endpoint())
                    .workers(2)
                    .pageSize(10)
                    .build();
            Map<String, SandboxDirectory> directories = Map.of(acme.name(), large, other.name(), small);
            for (int round = 1; round <= 3; round++) {
                ProgressBySource progress = new ProgressBySource();
                fixture.sandbox().requests().clear();
                List<SyncResult> results = fixture.bean(SyncRunner.class)
                        .run(List.of(acme, other), new SyncOptions(round == 2, null, null), progress);

                assertThat(results).extracting(SyncResult::source).containsExactly(acme.name(), other.name());
                assertThat(results).extracting(SyncResult::outcome).containsOnly(Outcome.PUBLISHED);
                assertThat(results.stream()
                                .mapToLong(result -> Objects.requireNonNull(result.requests())
                                        .requests())
                                .sum())
                        .isEqualTo(fixture.sandbox().requests().total());
                progress.isWhole(results.get(0), large);
                progress.isWhole(results.get(1), small);
                directories.forEach((name, directory) -> {
                    new PublishedRows(fixture.dataSource(), name).isExactly(directory);
                    directory.change(name.length());
                });
            }
        }
    }

    private static final class ProgressBySource implements SyncListener {
        private final Map<String, Progress> progress = new ConcurrentHashMap<>();

        @Override
        public void started(Source source, Progress started) {
            progress.put(source.name(), started);
        }

        @Override
        public void ended(Source source, SyncResult result) {}

        void isWhole(SyncResult result, SandboxDirectory directory) {
            Progress of = Objects.requireNonNull(progress.get(result.source()));
            assertThat(of.groups()).isEqualTo(directory.groups().size());
            assertThat(of.groupsRead()).isEqualTo(directory.groups().size());
            assertThat(of.memberships()).isEqualTo(directory.memberships().count());
            assertThat(of.users()).isEqualTo(directory.users().count());
            assertThat(of.requests())
                    .isEqualTo(Objects.requireNonNull(result.requests()).requests());
        }
    }
}
