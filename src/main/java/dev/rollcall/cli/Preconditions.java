package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.Migrations;
import dev.rollcall.database.SchemaState;
import dev.rollcall.database.ServerInfo;
import dev.rollcall.directory.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must hold of the database before a command works with it. Each method throws a {@link ConfigurationException}
 * when it does not hold, and a {@link org.springframework.dao.DataAccessException} when the database can't be reached.
 */
final class Preconditions {
    private static final Logger log = LoggerFactory.getLogger(Preconditions.class);

    private Preconditions() {}

    /** The server will do, and the schema is this program's after what is pending was applied. */
    static void migrated(Database database) {
        ServerInfo.of(database).requireSupported();
        Migrations migrations = new Migrations(database.unpooled());
        SchemaState state = migrations.requireMigratable(Version.current());
        if (!state.isCurrent()) {
            log.info("database: {} migrations applied", migrations.migrate());
        }
    }

    /** The server will do, and the schema is this program's. */
    static void current(Database database) {
        ServerInfo.of(database).requireSupported();
        new Migrations(database.unpooled()).state().requireCurrent(Version.current());
    }

    /**
     * The server is there, and the schema was not made by another state of this program's. For commands that only read:
     * a user who may not see what was migrated passes.
     */
    static void readable(Database database) {
        // Connects once and fails at once, where the pool would try for 30 s.
        ServerInfo.of(database);
        Migrations migrations = new Migrations(database.unpooled());
        if (migrations.maySeeState()) {
            migrations.state().requireUnaltered();
        }
    }
}
