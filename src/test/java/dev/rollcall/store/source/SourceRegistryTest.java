package dev.rollcall.store.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.Database;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.StoreFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

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
    void failureOnceTheLockIsTakenLetsGoOfIt() {
        DataSource failing = new DelegatingDataSource(store.dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                if (SourceLock.isHeld(store.jdbc, source)) {
                    throw new SQLTransientConnectionException("no connection");
                }
                return super.getConnection();
            }
        };
        SourceRegistry broken = new SourceRegistry(JdbcClient.create(failing), database);

        assertThatThrownBy(() -> broken.lock("acme", "aws", "d-acme")).hasStackTraceContaining("no connection");
        assertThat(SourceLock.isHeld(store.jdbc, source)).isFalse();
        assertThatThrownBy(() -> broken.lock("acme")).hasStackTraceContaining("no connection");
        assertThat(SourceLock.isHeld(store.jdbc, source)).isFalse();
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
