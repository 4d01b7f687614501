package dev.rollcall.store.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.Database;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.StoreFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceRegistryTest {
    private final StoreFixture store = new StoreFixture();
    private final Database database = store.open();
    private final SourceRegistry registry = new SourceRegistry(store.jdbc, database);
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        database.close();
        store.close();
    }

    @Test
    void renamedSourceKeepsItsRows() {
        store.snapshot(source).group("g").publish();
        registry.rename("acme", "beta");

        assertThat(store.rows("SELECT source, group_id FROM directory.groups")).containsExactly("beta|g");
    }

    @Test
    void renameNeedsAnOldNameAndAFreeNewOne() {
        store.source("beta");
        assertThatThrownBy(() -> registry.rename("acme", "beta"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("there is a source beta already");
        assertThatThrownBy(() -> registry.rename("none", "other"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("there is no source none to rename");
    }
}
