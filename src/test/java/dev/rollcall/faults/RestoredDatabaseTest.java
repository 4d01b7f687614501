package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.database.Migrations;
import dev.rollcall.directory.Group;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.postgres.PostgresPrograms;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/** A database restored from a backup that is older than its last publish. */
class RestoredDatabaseTest {
    @TempDir
    private Path folder;

    static Stream<PostgresPrograms> versions() {
        return Stream.concat(Stream.of(PostgresPrograms.embedded()), PostgresPrograms.installed(15).stream());
    }

    @ParameterizedTest
    @MethodSource("versions")
    @Tag("faults")
    void nextRunIsRightAndAConsentFromTheLostTimeIsRefused(PostgresPrograms programs) throws IOException {
        Path data = folder.resolve("data");
        SandboxDirectory directory = SandboxDirectory.generate(601, Shape.of(40, 1_000, 300));
        try (Sandbox sandbox = Sandbox.start();
                TestServer server = TestServer.start(data, programs, true)) {
            int unused = new Migrations(server.dataSource()).migrate();
            Source source = SourceBuilder.of("acme", Cloud.AWS, "d-0000000001", sandbox.endpoint())
                    .build();
            sandbox.addStore("d-0000000001", directory);
            assertThat(sync(server, source, SyncOptions.DEFAULT).error()).isNull();
            server.crash();
            copyWithRights(data, folder.resolve("backup"));
            server.restart();

            directory.change(1);
            assertThat(sync(server, source, SyncOptions.DEFAULT).error()).isNull();
            List<Group> groups = directory.groups();
            groups.subList(0, 20).forEach(group -> directory.removeGroup(group.id()));
            SyncResult guarded = sync(server, source, SyncOptions.DEFAULT);
            assertThat(guarded.outcome()).isEqualTo(Outcome.GUARDED);
            SyncOptions consent =
                    new SyncOptions(false, null, new Consent(Objects.requireNonNull(guarded.snapshotId()), "alice"));

            server.crash();
            FileSystemUtils.deleteRecursively(data);
            Files.move(folder.resolve("backup"), data);
            server.restart();
            SyncResult stale = sync(server, source, consent);
            assertThat(stale.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ExitCodes.of(stale)).isEqualTo(2);

            groups.subList(0, 20).forEach(directory::addGroup);
            groups.subList(20, 40).forEach(group -> directory.removeGroup(group.id()));
            SyncResult fresh = sync(server, source, new SyncOptions(true, null, null));
            assertThat(fresh.outcome()).isEqualTo(Outcome.GUARDED);
            assertThat(fresh.snapshotId()).isGreaterThan(guarded.snapshotId());
            assertThat(ExitCodes.of(sync(server, source, consent))).isEqualTo(2);
            SyncOptions shown =
                    new SyncOptions(false, null, new Consent(Objects.requireNonNull(fresh.snapshotId()), "alice"));
            fresh = sync(server, source, shown);
            assertThat(fresh.error()).isNull();
            new PublishedRows(server.dataSource(), "acme").isExactly(directory);
            assertThat(new Integrity(server.dataSource()).whole()).isEmpty();
            assertThat(ExitCodes.of(sync(server, source, consent))).isEqualTo(2);
        }
    }

    private static void copyWithRights(Path from, Path to) {
        assertThat(ProgramRun.succeeds("cp", "-a", from.toString(), to.toString()))
                .isTrue();
    }

    private static SyncResult sync(TestServer server, Source source, SyncOptions options) {
        try (SyncApplication application = SyncApplication.on(server.settings())) {
            return application.sync(source, options);
        }
    }
}
