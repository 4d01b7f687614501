package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntegrityTest {
    @Test
    void findsOverlappingPeriodsAndMembersWithoutTheirGroup() {
        try (StoreFixture store = new StoreFixture()) {
            int source = store.source("acme");
            store.snapshot(source).group("g", "ann").group("h").users("ann").publish();
            store.snapshot(source)
                    .group("g", "ann")
                    .group("h", "ann")
                    .user("ann", "other@example.org")
                    .publish();
            Integrity integrity = new Integrity(store.dataSource);
            assertThat(integrity.whole()).isEmpty();
            assertThat(integrity.touched()).isEmpty();

            store.execute("UPDATE directory.users_history SET valid_from = valid_from - interval '1 second'"
                    + " WHERE valid_to = 'infinity'");
            store.execute("UPDATE directory.groups_history SET valid_to = clock_timestamp(), ends = 'g'"
                    + " WHERE display_name = 'h'");
            assertThat(integrity.whole())
                    .containsExactlyElementsOf(integrity.touched())
                    .containsExactly(
                            "member ann of group h: current, and the group is not",
                            "user ann of acme: a period that continues none",
                            "user ann of acme: overlapping periods");

            store.execute("DELETE FROM directory.memberships_history");
            store.execute("DELETE FROM directory.users_history");
        }
    }

    @Test
    void findsPeriodsThatContinueNoneOrThatNoneContinues() {
        try (StoreFixture store = new StoreFixture()) {
            int source = store.source("acme");
            store.snapshot(source).group("g", "ann").users("ann").publish();
            store.snapshot(source)
                    .named("g", "other", "ann")
                    .user("ann", "other@example.org")
                    .publish();

            store.execute("UPDATE directory.groups_history SET ends = 'g' WHERE ends = 'c'");
            store.execute("UPDATE directory.users_history SET begins = 'n' WHERE begins = 'c'");
            store.execute("UPDATE directory.memberships_history SET begins = 'c'");

            assertThat(new Integrity(store.dataSource).whole())
                    .containsExactly(
                            "group g of acme: a period that continues none",
                            "member ann of group g of acme: a period that continues none",
                            "user ann of acme: a period that none continues");

            // What no later snapshot touches is not looked at again.
            store.snapshot(source)
                    .named("g", "other", "ann")
                    .user("ann", "other@example.org")
                    .users("bob")
                    .publish();
            assertThat(new Integrity(store.dataSource).touched()).isEmpty();

            store.execute("DELETE FROM directory.memberships_history");
            store.execute("DELETE FROM directory.users_history");
            store.execute("DELETE FROM directory.groups_history");
        }
    }

    @Test
    void findsMembersThatNoNumberTableHas() {
        try (StoreFixture store = new StoreFixture()) {
            int source = store.source("acme");
            store.snapshot(source).group("g", "ann").users("ann").publish();
            store.execute("UPDATE directory.memberships_history SET member_no = 99");

            assertThat(new Integrity(store.dataSource).whole())
                    .containsExactlyElementsOf(new Integrity(store.dataSource).touched())
                    .singleElement()
                    .asString()
                    .startsWith("member number 99 of group number ")
                    .endsWith(": no such member in the number tables");

            store.execute("DELETE FROM directory.memberships_history");
        }
    }

    @Test
    void tellsHowFarItIs() {
        try (StoreFixture store = new StoreFixture()) {
            store.snapshot(store.source("acme")).group("g", "ann").users("ann").publish();
            List<String> told = new ArrayList<>();

            assertThat(new Integrity(store.dataSource).whole((done, all) -> told.add(done + " of " + all)))
                    .isEmpty();

            assertThat(told).containsExactly("0 of 1", "1 of 1");
        }
    }
}
