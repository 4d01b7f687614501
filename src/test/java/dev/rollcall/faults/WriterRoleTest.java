package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.fixture.WebhookReceiver;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The job run by a login that has no rights but those of the group role {@code rollcall_writer}. */
class WriterRoleTest {
    @Test
    void writerRoleCanDoEverythingThatTheJobDoes() {
        try (SandboxFixture fixture = new SandboxFixture();
                WebhookReceiver receiver = new WebhookReceiver();
                WriterLogin login = new WriterLogin(fixture, "pw")) {
            SandboxDirectory directory = SandboxDirectory.generate(401, Shape.of(40, 1_000, 300));
            Source source = fixture.source("acme", Cloud.AWS, directory)
                    .notices(receiver.settings())
                    .build();
            SyncApplication application =
                    fixture.application(new DatabaseSettings(fixture.settings().url(), login.name(), "pw"));

            Source mistyped = fixture.source("acme", Cloud.AWS, directory)
                    .notices(receiver.settings())
                    .build();
            fixture.sandbox().faults().denyOperation("ListUsers");
            assertThat(application.sync(mistyped).outcome()).isEqualTo(Outcome.FAILED);
            fixture.sandbox().faults().clear();
            assertThat(application.sync(source).error()).isNull();
            directory.change(1);
            List<String> told = new ArrayList<>();
            SyncResult dryRun = application.sync(
                    source, new SyncOptions(false, (name, difference) -> told.add(difference.kind()), null));
            assertThat(dryRun.error()).isNull();
            assertThat(dryRun.outcome()).isEqualTo(Outcome.DRY_RUN);
            assertThat(told).isNotEmpty();
            assertThat(application.sync(source).error()).isNull();
            fixture.published("acme").isExactly(directory);

            fixture.sandbox().faults().denyOperation("ListUsers");
            assertThat(application.sync(source).outcome()).isEqualTo(Outcome.FAILED);
            fixture.sandbox().faults().clear();
            directory.groups().stream().limit(20).toList().forEach(group -> directory.removeGroup(group.id()));
            SyncResult fresh = application.sync(source, new SyncOptions(true, null, null));
            assertThat(fresh.outcome()).isEqualTo(Outcome.GUARDED);
            Consent consent = new Consent(Objects.requireNonNull(fresh.snapshotId()), "alice");
            SyncResult consented = application.sync(source, new SyncOptions(false, null, consent));
            assertThat(consented.error()).isNull();
            assertThat(consented.outcome()).isEqualTo(Outcome.PUBLISHED);
            fixture.published("acme").isExactly(directory);
            assertThat(receiver.requests()).as("published, guarded and failed").hasSize(6);
        }
    }
}
