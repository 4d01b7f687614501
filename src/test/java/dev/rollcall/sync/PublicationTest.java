package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database whose changes are captured by a publication. */
class PublicationTest {
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void runsPublishUnderAPublicationForAllTables(Cloud cloud) {
        try (SandboxFixture fixture = new SandboxFixture()) {
            fixture.jdbc().sql("CREATE PUBLICATION everything FOR ALL TABLES").update();
            SandboxDirectory directory = SandboxDirectory.generate(421, Shape.of(20, 300, 80), cloud);
            Source source = fixture.source("acme", cloud, directory).build();
            SyncApplication application = fixture.application();

            assertThat(application.sync(source).error()).isNull();
            assertThat(application.sync(source).error()).isNull();
            directory.change(1);
            directory.removeGroup(directory.groups().get(0).id());
            assertThat(application.sync(source).error()).isNull();

            fixture.published("acme").isExactly(directory);
        }
    }
}
