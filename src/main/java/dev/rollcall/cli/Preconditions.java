package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.Migrations;
import dev.rollcall.database.ServerInfo;
import dev.rollcall.directory.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be so of the database before a command works with it. */
public final class Preconditions {
    private static final Logger log = LoggerFactory.getLogger(Preconditions.class);
    private static final int MAJOR = 10_000;

    private Preconditions() {}

    /**
     * The database is there, lets the user in, and can hold what Rollcall writes and the locks of its runs.
     *
     * @throws ConfigurationException when it can't hold them
     * @throws org.springframework.dao.DataAccessException when it is not there
     */
    static ServerInfo server(Database database) {
        ServerInfo server = ServerInfo.of(database);
        expectVersion(server);
        expectEncoding(server);
        expectSessions(server);
        return server;
    }

    public static void expectVersion(ServerInfo server) {
        if (server.version() < ServerInfo.OLDEST) {
            throw new ConfigurationException("database: " + server.product() + " is too old: version "
                    + ServerInfo.OLDEST / MAJOR + " or newer is needed");
        }
    }

    public static void expectEncoding(ServerInfo server) {
        if (!server.encoding().equals(ServerInfo.ENCODING)) {
            throw new ConfigurationException("database: its encoding is " + server.encoding()
                    + ", which can't hold every name: create it anew with ENCODING 'UTF8' TEMPLATE template0");
        }
    }

    public static void expectSessions(ServerInfo server) {
        if (!server.keepsSessions()) {
            throw new ConfigurationException("database: a pooler lends sessions out for a transaction each, so that the"
                    + " lock which keeps two runs of one source apart would not hold: connect directly, or through a"
                    + " pool in session mode");
        }
    }

    /** The schema is of this program's version, after what is pending was applied where the user may. */
    static void migrated(Database database) {
        Migrations migrations = new Migrations(database.unpooled());
        Migrations.State state = migrations.state();
        if (state.isCurrent()) {
            return;
        }
        expectKnown(state);
        if (!migrations.mayMigrate()) {
            throw new ConfigurationException("database: " + pending(state)
                    + ", and this user may not create schemas: run 'rollcall migrate' as one who may");
        }
        log.info("database: {} migrations applied", migrations.migrate());
    }

    /** The schema is of this program's version. */
    static void expectCurrent(Database database) {
        Migrations.State state = new Migrations(database.unpooled()).state();
        expectKnown(state);
        if (!state.isCurrent()) {
            throw new ConfigurationException("database: " + pending(state) + ": run 'rollcall migrate'");
        }
    }

    /**
     * The schema was not made by another state of this program's. For commands that read only: a user who may not see
     * what was migrated is let pass.
     */
    static void expectUnaltered(Database database) {
        Migrations migrations = new Migrations(database.unpooled());
        if (migrations.maySeeState()) {
            expectUnaltered(migrations.state());
        }
    }

    public static void expectKnown(Migrations.State state) {
        expectUnaltered(state);
        if (!state.newer().isEmpty()) {
            throw new ConfigurationException("database: its schema has version " + state.current()
                    + ", which a newer Rollcall made and this one, " + Version.read()
                    + ", does not know: use the newer one");
        }
    }

    private static void expectUnaltered(Migrations.State state) {
        if (!state.altered().isEmpty()) {
            throw new ConfigurationException("database: it was made by another state of the schema before 0.2.0 (version "
                    + String.join(", ", state.altered())
                    + " has another text), which no migration leads on from: start with a new, empty database");
        }
    }

    public static String pending(Migrations.State state) {
        if (!state.failed().isEmpty()) {
            return "migration " + String.join(", ", state.failed()) + " of the schema began and did not end";
        }
        return state.current() == null
                ? "the schema is not there yet"
                : "migrations " + String.join(", ", state.pending()) + " of the schema are pending";
    }
}
