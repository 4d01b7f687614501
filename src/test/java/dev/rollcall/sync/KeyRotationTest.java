package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.PageGate;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever rotates a source's keys replaces its files while a run reads. */
class KeyRotationTest {
    /** More than the requests that a run may have in flight, so that some are sent after others were refused. */
    private static final int REFUSALS = 12;

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void runWaitsUntilAllFilesAreReplaced(Cloud cloud) {
        try (SandboxFixture fixture = new SandboxFixture()) {
            SandboxDirectory directory = SandboxDirectory.generate(91, Shape.of(20, 300, 80), cloud);
            SecretFiles keys = SecretFiles.of(Sandbox.LONG_LIVED_KEY);
            Source source = fixture.source("acme", cloud, directory)
                    .keys(keys)
                    .workers(4)
                    .build();
            PageGate gate = new PageGate(3);
            CompletableFuture<SyncResult> run =
                    fixture.application(gate::around).begin(source);
            gate.awaitRun();
            keys.beginReplacing(SandboxFixture.NEXT_KEY);
            long before = fixture.sandbox().requests().total();
            gate.open();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> fixture.sandbox().requests().total() >= before + REFUSALS);
            keys.replace(SandboxFixture.NEXT_KEY);

            assertThat(run.join().outcome()).isEqualTo(Outcome.PUBLISHED);
            fixture.published("acme").isExactly(directory);
        }
    }
}
