package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.Group;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.postgres.OppositeSettings;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database and a role whose sessions have everything set to the opposite of what a run relies on. */
class OtherSettingsTest {
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void publishedRowsAreExactAllTheSame(Cloud cloud) {
        try (SandboxFixture fixture = new SandboxFixture();
                WriterLogin login = new WriterLogin(fixture, "pw")) {
            SandboxDirectory directory = SandboxDirectory.generate(411, Shape.of(30, 500, 120), cloud);
            assertThat(directory.groups()).extracting(Group::description).anyMatch(Objects::isNull);
            Source source = fixture.source("acme", cloud, directory).build();
            String database = fixture.jdbc()
                    .sql("SELECT current_database()")
                    .query(String.class)
                    .single();
            OppositeSettings.set(fixture.jdbc(), "ROLE " + login.name());
            OppositeSettings.set(fixture.jdbc(), "DATABASE " + database);
            try (SyncApplication application =
                    SyncApplication.on(new DatabaseSettings(fixture.settings().url(), login.name(), "pw"))) {
                assertThat(application.sync(source).error()).isNull();
                HistoryWrites first = HistoryWrites.of(fixture.dataSource());
                assertThat(application.sync(source).error()).isNull();
                assertThat(HistoryWrites.of(fixture.dataSource())).isEqualTo(first);
                directory.change(1);
                assertThat(application.sync(source).error()).isNull();
            } finally {
                int unused = fixture.jdbc()
                        .sql("ALTER DATABASE " + database + " RESET ALL")
                        .update();
            }

            fixture.published("acme").isExactly(directory);
        }
    }
}
