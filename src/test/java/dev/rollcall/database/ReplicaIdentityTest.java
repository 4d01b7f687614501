package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Change data capture tells of each updated and deleted row which one it was. */
class ReplicaIdentityTest {
    private final StoreFixture store = new StoreFixture();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyTableHasAKeyOrTellsWholeRows() {
        assertThat(store.rows("""
                        SELECT c.oid::regclass::text AS name
                          FROM pg_class c
                         WHERE c.relnamespace IN ('directory'::regnamespace, 'staging'::regnamespace,
                                                  'batch'::regnamespace)
                           AND c.relkind IN ('r', 'p')
                           AND c.relreplident <> 'f'
                           AND NOT (c.relreplident = 'd' AND EXISTS (
                                        SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary))
                        """)).isEmpty();
    }

    @Test
    void largestTablesHaveNoKeyThatWouldCostDisk() {
        assertThat(store.rows("""
                        SELECT c.oid::regclass::text AS name FROM pg_class c
                         WHERE c.relreplident = 'f' AND c.relkind = 'r' ORDER BY 1
                        """)).containsExactly("directory.memberships_history", "staging.memberships");
    }
}
