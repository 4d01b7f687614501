package dev.rollcall.store.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.Database;
import dev.rollcall.fixture.StoreFixture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class SourceLockTest {
    private static final int ACME = 1;
    private static final int OTHER = 2;

    private final StoreFixture store = new StoreFixture();
    private final Database database = store.open();

    @AfterEach
    void close() {
        database.close();
        store.close();
    }

    @Test
    void secondRunIsToldWhoHoldsTheSourceAndHowToEndIt() {
        try (SourceLock held = take(ACME)) {
            int session = session(ACME);

            assertThatThrownBy(() -> take(ACME))
                    .isInstanceOf(SourceBusyException.class)
                    .hasMessageStartingWith("source acme: another run holds it (host ")
                    .hasMessageContaining(", process " + ProcessHandle.current().pid() + ", since ")
                    .hasMessageEndingWith("SELECT pg_terminate_backend(" + session + ")");
            assertThatCode(held::check).doesNotThrowAnyException();
        }
    }

    @Test
    void sessionOfAnotherProgramIsNamedByItsNumber() {
        store.transaction.executeWithoutResult(status -> {
            store.rows("SELECT pg_advisory_xact_lock(x'524F4C4C'::int, " + ACME + ") IS NULL AS taken");

            assertThatThrownBy(() -> take(ACME))
                    .isInstanceOf(SourceBusyException.class)
                    .hasMessageContaining("(database session " + session(ACME) + ")");
        });
    }

    @Test
    void refusedRunLeavesNoConnectionBehind() {
        try (SourceLock held = take(ACME)) {
            assertThatThrownBy(() -> take(ACME)).isInstanceOf(SourceBusyException.class);

            Awaitility.await().until(() -> connections() == 1);
            assertThatCode(held::check).doesNotThrowAnyException();
        }
    }

    @Test
    void closedLockIsFree() {
        take(ACME).close();
        Awaitility.await().until(() -> connections() == 0);

        try (SourceLock again = take(ACME)) {
            assertThat(again.source()).isEqualTo(ACME);
        }
    }

    @Test
    void lockEndsWithItsSessionAndCheckNotices() {
        try (SourceLock lost = take(ACME)) {
            store.rows("SELECT pg_terminate_backend(" + session(ACME) + ", 10000)");

            try (SourceLock next = take(ACME)) {
                assertThatThrownBy(lost::check)
                        .isInstanceOf(DataAccessResourceFailureException.class)
                        .hasMessageContaining("the connection that holds the source's lock is gone");
                assertThatCode(next::check).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void locksOfTwoSourcesDoNotMeet() {
        try (SourceLock acme = take(ACME);
                SourceLock other = take(OTHER)) {
            assertThat(acme.source()).isEqualTo(ACME);
            assertThat(other.source()).isEqualTo(OTHER);
        }
    }

    private SourceLock take(int source) {
        return SourceLock.take(database, source, "acme");
    }

    /** Connections for locks; the server notices the end of one a moment later. */
    private int connections() {
        return store.jdbc
                .sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'rollcall %'")
                .query(Integer.class)
                .single();
    }

    /** The session that holds a source's lock. */
    private int session(int source) {
        return Integer.parseInt(String.valueOf(
                store.value("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = " + source
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")));
    }
}
