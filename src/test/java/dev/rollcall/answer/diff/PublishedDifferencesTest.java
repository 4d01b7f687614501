package dev.rollcall.answer.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.answer.NotCoveredException;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.database.Database;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.publish.GroupDifference;
import dev.rollcall.store.publish.PublishOutcome;
import dev.rollcall.store.publish.SourceRetirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedDifferencesTest {
    private final StoreFixture store = new StoreFixture();
    private final int source = store.source("acme");
    private final Database database = store.open();

    @AfterEach
    void close() {
        database.close();
        store.close();
    }

    @Test
    void everyKindOfDifferenceIsToldAndWhatCameAndWentIsNot() {
        Instant before = publish(store.snapshot(source, "some", true)
                .group("changed", "ann")
                .group("gone", "ann")
                .group("members", "ann", "bob", "eve")
                .group("unscoped", "ann")
                .users("ann", "bob", "eve"));
        publish(store.snapshot(source, "some", true)
                .group("changed", "ann")
                .group("fleeting", "ann")
                .group("gone", "ann")
                .group("members", "ann", "eve", "zoe")
                .group("unscoped", "ann")
                .users("ann", "bob", "eve", "zoe"));
        Staged last = store.snapshot(source, "others", true)
                .group("changed", "ann")
                .alter("changed", "description = 'new'")
                .undescribed("fleeting", "gone")
                .undescribed("gone", "gone")
                .group("known", "bob")
                .group("members", "ann", "dan")
                .member("members", "user", "eve", "another")
                .users("ann", "dan", "eve")
                .user("zoe", "zoe@example.com");
        Instant after = publish(last);

        assertThat(told(before, after))
                .containsExactly(
                        "group-changed changed null",
                        "group-deleted gone null",
                        "member-left gone name of ann",
                        "group-known known null",
                        "member-known known name of bob",
                        "member-left members name of bob",
                        "member-joined members name of dan",
                        "member-left members name of eve",
                        "member-joined members name of eve",
                        "group-unscoped unscoped null",
                        "member-unscoped unscoped name of ann",
                        "user-deleted null name of bob",
                        "user-created null name of dan",
                        "user-created null name of zoe");
    }

    @Test
    void attributesOfBothTimesAreToldAsJson() {
        Instant before = publish(store.snapshot(source).group("g", "ann").users("ann"));
        Instant after =
                publish(store.snapshot(source).named("g", "renamed", "ann").user("ann", "ann@example.com"));

        assertThat(differences(before, after))
                .satisfiesExactly(
                        group -> assertThat(List.of(String.valueOf(group.before()), String.valueOf(group.after())))
                                .satisfiesExactly(
                                        then -> assertThat(then)
                                                .contains("\"display_name\": \"g\"", "\"external_ids\": []"),
                                        now -> assertThat(now).contains("\"display_name\": \"renamed\"")),
                        user -> assertThat(user.after())
                                .contains("\"email\": \"ann@example.com\"", "\"status\": \"enabled\""));
    }

    @Test
    void whatIsTheSameAtBothTimesIsNoDifferenceWhateverItWasBetween() {
        Instant before = publish(store.snapshot(source).group("g", "ann").group("h"));
        publish(store.snapshot(source).named("g", "renamed").group("h"));
        Instant after = publish(store.snapshot(source).group("g", "ann").group("h"));

        assertThat(told(before, after)).isEmpty();
        assertThat(told(after, after)).isEmpty();
    }

    @Test
    void retiredSourceThatWasReadAgainIsComparedAcross() {
        Instant before = publish(store.snapshot(source).group("g", "ann", "bob").group("h", "ann"));
        store.transaction.executeWithoutResult(
                status -> new SourceRetirement(store.dataSource).retire(source, StoreFixture.EPOCH, kind -> {}));
        Instant after = publish(store.snapshot(source).group("g", "ann", "eve"));

        assertThat(told(before, after))
                .containsExactly(
                        "member-left g user bob",
                        "member-known g user eve",
                        "group-deleted h null",
                        "member-left h user ann");
        assertThatThrownBy(() -> told(before, after.minusNanos(1_000))).isInstanceOf(NotCoveredException.class);
    }

    @Test
    void bothTimesHaveToBeCovered() {
        Instant first = publish(store.snapshot(source).group("g"));

        assertThatThrownBy(() -> told(first.minusNanos(1_000), first))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("nothing is known of source acme as of");
    }

    /** Random readings under changing scopes, with gaps, users and rejoining members. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void differencesAreThoseOfTheDryRunAndOfTheViewsAsOfBothTimes(int seed) {
        Random random = new Random(seed);
        List<Instant> published = new ArrayList<>();
        published.add(publish(staged(random)));
        for (int n = 1; n < 9; n++) {
            Staged snapshot = staged(random);
            List<String> dryRun = new ArrayList<>();
            var unused = store.inTransaction(
                    () -> store.publisher.compare(snapshot.request(null), found -> dryRun.add(text(found))));
            Instant at = publish(snapshot);

            assertThat(told(at.minusNanos(1_000), at)).containsExactlyElementsOf(dryRun);
            published.add(at);
        }
        for (Instant from : published) {
            published.stream().filter(to -> !to.isBefore(from)).forEach(to -> isWhatTheViewsTell(from, to));
        }
    }

    private Staged staged(Random random) {
        boolean all = random.nextInt(3) == 0;
        int first = random.nextInt(2) * 2;
        Staged snapshot = store.snapshot(source, all ? "all" : "4 ids from " + first, random.nextInt(3) > 0)
                .tolerateAllGaps();
        for (int g = all ? 0 : first; g < (all ? 6 : first + 4); g++) {
            String group = "g" + g;
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (!all) {
                        snapshot.undescribed(group, "gone");
                    }
                }
                case 1 -> snapshot.gap(group);
                default -> {
                    snapshot.named(group, group + random.nextInt(2), some(random));
                    if (random.nextInt(3) == 0) {
                        snapshot.member(group, "user", "rejoining", group + random.nextInt(3));
                    }
                }
            }
        }
        String users = String.join(",", some(random));
        store.execute("""
                INSERT INTO staging.users (snapshot, user_id, reading, user_name, display_name, email, status, external_ids)
                SELECT ?, u, 0, 'name of ' || u, u, ? || u, 'enabled', '[]' FROM unnest(string_to_array(?, ',')) u
                 WHERE (SELECT n.with_users FROM directory.snapshot n WHERE n.id = ?)
                """, snapshot.id, "mail" + random.nextInt(2), users, snapshot.id);
        return snapshot;
    }

    private static String[] some(Random random) {
        return IntStream.range(0, 6)
                .filter(i -> random.nextInt(3) > 0)
                .mapToObj(i -> "u" + i)
                .toArray(String[]::new);
    }

    private void isWhatTheViewsTell(Instant from, Instant to) {
        String groups = "SELECT concat_ws(' ', group_id, display_name) FROM directory.groups_as_of(?::timestamptz)";
        String members =
                "SELECT concat_ws(' ', group_id, member_id, membership_id) FROM directory.memberships_as_of(?::timestamptz)";
        String users = "SELECT concat_ws(' ', user_id, email) FROM directory.users_as_of(?::timestamptz)";
        List<String> came = new ArrayList<>();
        List<String> went = new ArrayList<>();
        for (Difference found : differences(from, to)) {
            if (found.after() != null) {
                came.add(key(found, found.after()));
            }
            if (found.before() != null) {
                went.add(key(found, found.before()));
            }
        }
        List<String> expectedCame = new ArrayList<>();
        List<String> expectedWent = new ArrayList<>();
        for (String view : List.of(groups, members, users)) {
            Set<String> then = rows(view, from);
            Set<String> now = rows(view, to);
            now.stream().filter(row -> !then.contains(row)).forEach(expectedCame::add);
            then.stream().filter(row -> !now.contains(row)).forEach(expectedWent::add);
        }
        assertThat(came).containsExactlyInAnyOrderElementsOf(expectedCame);
        assertThat(went).containsExactlyInAnyOrderElementsOf(expectedWent);
    }

    private Set<String> rows(String view, Instant at) {
        return new TreeSet<>(
                store.jdbc.sql(view).param(at.toString()).query(String.class).list());
    }

    private static String key(Difference found, String attributes) {
        String id = found.groupId() == null ? "" + found.memberId() : found.groupId();
        String attribute =
                found.groupId() == null ? "email" : found.memberId() == null ? "display_name" : "membership_id";
        String value = attributes.replaceFirst(".*\"" + attribute + "\": \"([^\"]*)\".*", "$1");
        return found.groupId() != null && found.memberId() != null
                ? id + " " + found.memberId() + " " + value
                : id + " " + value;
    }

    private Instant publish(Staged snapshot) {
        if (snapshot.offer() instanceof PublishOutcome.Guarded) {
            assertThat(snapshot.consent(snapshot.id)).isInstanceOf(PublishOutcome.Published.class);
        }
        return store.jdbc
                .sql("SELECT published_at FROM directory.snapshot WHERE id = ?")
                .param(snapshot.id)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private List<Difference> differences(Instant from, Instant to) {
        List<Difference> found = new ArrayList<>();
        try (ReadSession session = ReadSession.open(database)) {
            new PublishedDifferences(session, "acme").forEach(new Span(from, to), found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private List<String> told(Instant from, Instant to) {
        return differences(from, to).stream()
                .map(found -> text(new GroupDifference(
                        found.kind(),
                        found.groupId(),
                        found.groupName(),
                        found.memberType(),
                        found.memberId(),
                        found.userName() == null ? found.memberName() : found.userName())))
                .toList();
    }

    private static String text(GroupDifference found) {
        return found.kind() + " " + found.groupId() + " "
                + (found.memberName() != null || found.memberId() == null
                        ? found.memberName()
                        : found.memberType() + " " + found.memberId());
    }
}
