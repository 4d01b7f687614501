package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of {@code db/README.md}, held by the migrations that are there, and tried on a release that is made up. */
class ReleasedMigrationsTest {
    private static final String READERS = "R__2_readers.sql";
    private static final String NEW_VERSION = "V999__readers.sql";

    @TempDir
    Path scratch;

    private MigrationFolder folder;
    private ReleasedMigrations released;

    @BeforeEach
    void release() {
        folder = MigrationFolder.copy(scratch);
        released = ReleasedMigrations.of("0.9.0", folder.path());
    }

    @Test
    void migrationsKeepToTheRule() throws IOException {
        ReleasedMigrations list = ReleasedMigrations.in(Files.readString(ReleasedMigrations.LIST));

        assertThat(list.violations(MigrationFolder.ORIGINAL)).isEmpty();
    }

    @Test
    void listIsReadAsItsCommandPrintsIt() {
        ReleasedMigrations list = ReleasedMigrations.in("""
                # a comment
                0.9.0  abc  V1__directory.sql
                """);

        assertThat(list.files()).containsExactly(new ReleasedMigrations.Released("0.9.0", "abc", "V1__directory.sql"));
        assertThat(list.violations(folder.path()))
                .contains("V1__directory.sql was released in 0.9.0 and is changed")
                .doesNotContain("V2__staging.sql was released in 0.9.0 and is changed");
    }

    @Test
    void asReleasedThereIsNothingToSay() {
        assertThat(released.files()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(released.violations(folder.path())).isEmpty();
    }

    @Test
    void releasedVersionMayNotChange() {
        folder.replace("V2__staging.sql", "CREATE SCHEMA staging", "CREATE SCHEMA  staging")
                .write(NEW_VERSION, "-- New.\n");

        assertThat(released.violations(folder.path()))
                .containsExactly("V2__staging.sql was released in 0.9.0 and is changed");
    }

    @Test
    void releasedVersionMayNotGo() {
        folder.remove("V3__batch.sql");

        assertThat(released.violations(folder.path()))
                .containsExactly("V3__batch.sql was released in 0.9.0 and is not there");
    }

    @Test
    void repeatableMayChangeWithANewVersionOnly() {
        folder.replace(READERS, "'The groups now.'", "'The groups as they are now.'");
        assertThat(released.violations(folder.path()))
                .containsExactly(READERS + " is not as released, and no new V comes with it");

        folder.write(NEW_VERSION, "-- For " + READERS + " alone.\n");
        assertThat(released.violations(folder.path())).isEmpty();
    }

    @Test
    void newRepeatableNeedsANewVersionToo() {
        folder.write("R__3_more.sql", "GRANT USAGE ON SCHEMA directory TO rollcall_reader;\n");

        assertThat(released.violations(folder.path()))
                .containsExactly("R__3_more.sql is not as released, and no new V comes with it");
    }

    @Test
    void repeatableMayNotGoNorGetAnotherName() {
        folder.remove(READERS).write("R__2_views.sql", "").write(NEW_VERSION, "-- New.\n");

        assertThat(released.violations(folder.path()))
                .containsExactly(READERS + " was released in 0.9.0 and is not there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP VIEW directory.groups",
                "CREATE VIEW directory.mine AS SELECT 1 AS one",
                "CREATE TYPE directory.mine AS (one text)",
                "ALTER TABLE directory.source ADD COLUMN colour text",
                "DO $$ BEGIN PERFORM 1; END $$",
                "INSERT INTO directory.source DEFAULT VALUES",
                "SELECT 1",
            })
    void repeatableHoldsNoOtherStatement(String statement) {
        folder.write("R__3_more.sql", "-- More.\n" + statement + ";\n").write(NEW_VERSION, "-- New.\n");

        assertThat(released.violations(folder.path()))
                .containsExactly("R__3_more.sql holds " + statement.replaceAll("\\$\\$.*\\$\\$", "''"));
    }

    @Test
    void whatIsQuotedIsNoStatement() {
        folder.write("R__3_more.sql", """
                        CREATE OR REPLACE FUNCTION directory.one() RETURNS integer LANGUAGE sql AS $$ SELECT 1; SELECT 2; $$;
                        COMMENT ON FUNCTION directory.one() IS 'It''s one; DROP it'; -- not; two
                        /* DROP; */ revoke ALL ON FUNCTION directory.one() FROM PUBLIC
                        """).write(NEW_VERSION, "-- New.\n");

        assertThat(released.violations(folder.path())).isEmpty();
    }
}
