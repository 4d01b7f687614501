package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.snapshot.SnapshotRow;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** What adds a link to the chain of a source, and who may. */
class ChainTest {
    private final StoreFixture store = new StoreFixture();
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyPublishAddsALinkAlsoWhereNothingChanged() {
        SnapshotRow first =
                store.snapshot(source).group("g", "ann").users("ann").publish();
        HistoryWrites history = HistoryWrites.of(store.dataSource);
        SnapshotRow second =
                store.snapshot(source).group("g", "ann").users("ann").publish();

        assertThat(HistoryWrites.of(store.dataSource)).isEqualTo(history);
        assertThat(store.rows("SELECT seq, kind, snapshot_id, link FROM directory.chain ORDER BY seq"))
                .containsExactly(
                        "1|published|" + first.id() + "|" + first.chain(),
                        "2|published|" + second.id() + "|" + second.chain());
        assertThat(store.rows("SELECT chain FROM directory.snapshots ORDER BY snapshot_id"))
                .containsExactly(first.chain(), second.chain());
        assertThat(store.rows(
                        "SELECT at - published_at FROM directory.chain JOIN directory.snapshots USING (snapshot_id)"))
                .containsOnly("00:00:00");
    }

    @Test
    void guardedSnapshotHasNoLinkUntilSomebodyConsents() {
        store.snapshot(source)
                .group("g", "a", "b", "c", "d", "e", "f", "h", "i")
                .publish();
        StoreFixture.Staged guarded = store.snapshot(source).group("g", "a");
        guarded.trip();
        assertThat(store.value("SELECT count(*) FROM directory.chain")).isEqualTo("1");

        guarded.consent(guarded.id);

        assertThat(facts(2).get("consented_by")).isEqualTo("a person");
    }

    @Test
    void renameAndRetirementAddLinksOnceSomethingIsPublished() {
        Chain chain = new Chain(store.dataSource);
        store.transaction.executeWithoutResult(status -> chain.renamed(source));
        assertThat(store.rows("SELECT * FROM directory.chain")).isEmpty();

        store.snapshot(source).group("g", "ann", "bob").users("ann").publish();
        store.transaction.executeWithoutResult(status -> chain.renamed(source));
        store.transaction.executeWithoutResult(
                status -> new SourceRetirement(store.dataSource).retire(source, StoreFixture.EPOCH, kind -> {}));

        assertThat(store.rows("SELECT kind FROM directory.chain ORDER BY seq"))
                .containsExactly("published", "renamed", "retired");
        Facts retired = facts(3);
        assertThat(retired.get("groups_closed")).isEqualTo("1");
        assertThat(retired.get("memberships_closed")).isEqualTo("2");
        assertThat(retired.get("users_closed")).isEqualTo("1");
    }

    @Test
    void linksComeOneAfterTheOtherEvenWhenTheClockGoesBack() {
        store.snapshot(source).group("g").publish();
        store.execute("ALTER TABLE directory.link DISABLE TRIGGER ALL");
        store.execute("UPDATE directory.link SET at = at + interval '30 s'");
        store.transaction.executeWithoutResult(status -> new Chain(store.dataSource).renamed(source));
        store.snapshot(source).group("g").publish();

        assertThat(store.rows("SELECT at - lag(at) OVER (ORDER BY seq) FROM directory.chain ORDER BY seq"))
                .containsExactly("-", "00:00:00.000001", "00:00:00.000001");
    }

    @Test
    void factsOfASnapshotAreThoseOfItsRow() {
        store.snapshot(source).group("g", "ann").gap("h").users("ann").publish();

        Facts facts = facts(1);

        assertThat(facts.get("form")).isEqualTo("rollcall-chain-1");
        assertThat(facts.get("identity_store_id")).isEqualTo("d-acme");
        assertThat(facts.get("baseline")).isEqualTo("t");
        assertThat(facts.get("groups")).isEqualTo("2");
        assertThat(facts.get("gaps")).isEqualTo("1");
        assertThat(facts.get("memberships_opened")).isEqualTo("1");
        assertThat(facts.get("memberships_closed_digest")).isEqualTo(SetDigest.EMPTY.digest());
        assertThat(facts.get("consented_by")).isNull();
    }

    @Test
    void userWhoComesBackAfterBeingForgottenGetsANewSalt() {
        store.snapshot(source).group("g").users("ann", "bob").publish();
        store.snapshot(source).group("g").users("bob").publish();
        store.execute("UPDATE directory.member_key SET salt = NULL WHERE member_id = 'ann'");

        store.snapshot(source).group("g").users("ann", "bob").publish();

        assertThat(store.value("SELECT count(salt) FROM directory.member_key")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE directory.link SET facts = facts",
                "DELETE FROM directory.link",
                "TRUNCATE directory.link"
            })
    void writerMayNeitherChangeNorDeleteLinks(String statement) {
        store.snapshot(source).group("g").publish();

        assertThatThrownBy(() -> store.transaction.executeWithoutResult(status -> {
                    store.execute("SET LOCAL ROLE rollcall_writer");
                    store.execute(statement);
                }))
                .isInstanceOf(DataAccessException.class)
                .hasRootCauseMessage("ERROR: permission denied for table link");
    }

    @Test
    void writerMayAddLinks() {
        store.snapshot(source).group("g").publish();

        store.transaction.executeWithoutResult(status -> {
            store.execute("SET LOCAL ROLE rollcall_writer");
            new Chain(store.dataSource).renamed(source);
        });

        assertThat(store.value("SELECT count(*) FROM directory.chain")).isEqualTo("2");
    }

    @Test
    void fieldsAreReadAsTheyWereWritten() {
        for (String[] values : new String[][] {{}, {""}, {null}, {"a", null, "", "Zürich 日本 🙂", "-", "3:abc", null}}) {
            assertThat(Fields.decode(Fields.encode(Arrays.asList(values)))).containsExactly(values);
        }
        for (String damaged : new String[] {"3:ab", "a", ":", "1", "1:", "01", "99999999999:a", "2:é3"}) {
            assertThatThrownBy(() -> Fields.decode(damaged)).as(damaged).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Facts facts(int seq) {
        String facts = String.valueOf(store.value("SELECT facts FROM directory.chain WHERE seq = ?", seq));
        String kind = String.valueOf(store.value("SELECT kind FROM directory.chain WHERE seq = ?", seq));
        return Facts.read(LinkKind.of(kind).orElseThrow(), facts);
    }
}
