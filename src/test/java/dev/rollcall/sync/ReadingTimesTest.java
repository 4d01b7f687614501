package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.SyncFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A snapshot's times tell when what it holds was read, whenever it is published. */
class ReadingTimesTest {
    private static final String PUBLISHED = "directory.snapshot n WHERE n.outcome = 'published'";

    @Test
    void runThatResumesWithoutARequestMovesNoTime() {
        try (SyncFixture fixture = fixture(71)) {
            assertThat(refusingToPublish(fixture).outcome()).isEqualTo(Outcome.FAILED);
            threeHoursPass(fixture);
            fixture.sandbox().requests().clear();

            assertThat(fixture.sync().outcome()).isEqualTo(Outcome.PUBLISHED);

            assertThat(fixture.sandbox().requests().total()).isZero();
            assertThat(hoursAgo(fixture, "SELECT n.read_from FROM " + PUBLISHED))
                    .isEqualTo(3);
            assertThat(hoursAgo(fixture, "SELECT n.read_to FROM " + PUBLISHED)).isEqualTo(3);
            assertThat(hoursAgo(fixture, "SELECT users_read_at FROM directory.freshness"))
                    .isEqualTo(3);
            assertThat(hoursAgo(fixture, "SELECT now() - age FROM directory.freshness"))
                    .isEqualTo(3);
            assertThat(ordered(fixture)).isTrue();
        }
    }

    @Test
    void consentMovesNoTime() {
        try (SyncFixture fixture = fixture(72)) {
            fixture.sync();
            fixture.directory().groups().stream()
                    .skip(1)
                    .toList()
                    .forEach(group -> fixture.directory().removeGroup(group.id()));
            SyncResult guarded = fixture.sync();
            assertThat(guarded.outcome()).isEqualTo(Outcome.GUARDED);
            long held = Objects.requireNonNull(guarded.snapshotId());
            threeHoursPass(fixture);

            SyncResult consented =
                    fixture.sync(fixture.source().build(), new SyncOptions(false, null, new Consent(held, "a person")));

            assertThat(consented.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(hoursAgo(fixture, "SELECT n.read_to FROM directory.snapshot n WHERE n.id = " + held))
                    .isEqualTo(3);
            assertThat(hoursAgo(fixture, "SELECT users_read_at FROM directory.freshness"))
                    .isEqualTo(3);
        }
    }

    @Test
    void runThatReadsTheRestMovesTheEndAlone() {
        try (SyncFixture fixture = fixture(73)) {
            assertThat(refusingToPublish(fixture).outcome()).isEqualTo(Outcome.FAILED);
            threeHoursPass(fixture);
            List.of("DELETE FROM staging.users", "DELETE FROM staging.listing_checkpoint WHERE listing = 'users'")
                    .forEach(sql ->
                            JdbcClient.create(fixture.dataSource()).sql(sql).update());

            assertThat(fixture.sync().outcome()).isEqualTo(Outcome.PUBLISHED);

            assertThat(hoursAgo(fixture, "SELECT n.read_from FROM " + PUBLISHED))
                    .isEqualTo(3);
            assertThat(hoursAgo(fixture, "SELECT n.read_to FROM " + PUBLISHED)).isZero();
            assertThat(hoursAgo(fixture, "SELECT users_read_at FROM directory.freshness"))
                    .isZero();
            assertThat(ordered(fixture)).isTrue();
        }
    }

    @Test
    void runThatReadNothingIsNoBeginning() {
        try (SyncFixture fixture = fixture(74)) {
            fixture.sandbox().faults().denyOperation("ListGroups").denyOperation("ListUsers");
            assertThat(fixture.sync().outcome()).isEqualTo(Outcome.FAILED);
            threeHoursPass(fixture);
            fixture.sandbox().faults().clear();

            SyncResult resumed = fixture.sync();

            assertThat(resumed.outcome()).isEqualTo(Outcome.PUBLISHED);
            assertThat(resumed.resumed()).isTrue();
            assertThat(hoursAgo(fixture, "SELECT n.read_from FROM " + PUBLISHED))
                    .isZero();
            assertThat(ordered(fixture)).isTrue();
        }
    }

    @Test
    void gapTriedAgainInVainMovesNoTime() {
        try (SyncFixture fixture = fixture(75)) {
            GroupId denied = fixture.directory().groups().get(4).id();
            fixture.sandbox().faults().denyGroup(denied);
            assertThat(refusingToPublish(fixture).outcome()).isEqualTo(Outcome.FAILED);
            threeHoursPass(fixture);
            fixture.sandbox().requests().clear();

            assertThat(Objects.requireNonNull(fixture.sync().comparison()).gaps())
                    .isEqualTo(1);

            assertThat(fixture.sandbox().requests().total()).isPositive();
            assertThat(hoursAgo(fixture, "SELECT n.read_to FROM " + PUBLISHED)).isEqualTo(3);
        }
    }

    @Test
    void usersThatAreNotReadKeepTheirTime() {
        try (SyncFixture fixture = fixture(76)) {
            fixture.sync();
            JdbcClient.create(fixture.dataSource())
                    .sql("UPDATE directory.source SET users_read_at = users_read_at - interval '3 hours'")
                    .update();

            fixture.sync(fixture.source().users(false).build(), SyncOptions.DEFAULT);

            assertThat(hoursAgo(fixture, "SELECT users_read_at FROM directory.freshness"))
                    .isEqualTo(3);
            assertThat(hoursAgo(fixture, "SELECT max(n.read_to) FROM " + PUBLISHED))
                    .isZero();
        }
    }

    private static SyncFixture fixture(long seed) {
        return new SyncFixture(Cloud.AWS, SandboxDirectory.generate(seed, Shape.of(8, 60, 12)));
    }

    /** A run that reads everything, and is refused by the database when it publishes. */
    private static SyncResult refusingToPublish(SyncFixture fixture) {
        JdbcClient jdbc = JdbcClient.create(fixture.dataSource());
        jdbc.sql("ALTER TABLE directory.snapshot ADD CONSTRAINT refused CHECK (outcome <> 'published')")
                .update();
        SyncResult result = fixture.sync();
        jdbc.sql("ALTER TABLE directory.snapshot DROP CONSTRAINT refused").update();
        return result;
    }

    /** Moves what was read so far to three hours ago. */
    private static void threeHoursPass(SyncFixture fixture) {
        List.of(
                        "staging.listing_checkpoint SET read_at = read_at",
                        "staging.group_checkpoint SET read_at = read_at",
                        "directory.snapshot SET read_to = read_to",
                        "directory.snapshot SET read_from = read_from",
                        "directory.snapshot SET started_at = started_at")
                .forEach(time -> JdbcClient.create(fixture.dataSource())
                        .sql("UPDATE " + time + " - interval '3 hours'")
                        .update());
    }

    private static int hoursAgo(SyncFixture fixture, String time) {
        return JdbcClient.create(fixture.dataSource())
                .sql("SELECT floor(extract(epoch FROM clock_timestamp() - (" + time + ")) / 3600)::integer")
                .query(Integer.class)
                .single();
    }

    private static boolean ordered(SyncFixture fixture) {
        return JdbcClient.create(fixture.dataSource())
                .sql("SELECT read_from < read_to AND read_to < published_at FROM " + PUBLISHED)
                .query(Boolean.class)
                .single();
    }
}
