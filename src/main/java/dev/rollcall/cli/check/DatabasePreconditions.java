package dev.rollcall.cli.check;

import dev.rollcall.database.Database;
import dev.rollcall.database.DeclaredConnections;
import dev.rollcall.database.Migrations;
import dev.rollcall.database.Rights;
import dev.rollcall.database.SchemaHealth;
import dev.rollcall.database.SchemaState;
import dev.rollcall.database.ServerInfo;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.store.publish.PublishClock;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * What must hold of the database before a run, in this order: {@code check} tells of each, a command that writes stops
 * at the first that doesn't hold. Those of the server need no schema, those of the schema need this program's.
 */
public final class DatabasePreconditions {
    private final DataSource pool;
    private final ServerInfo server;
    private final Migrations migrations;
    private final String programVersion;

    private DatabasePreconditions(Database database, ServerInfo server, String programVersion) {
        this.pool = database.pool();
        this.server = server;
        this.migrations = new Migrations(database.unpooled());
        this.programVersion = programVersion;
    }

    /**
     * Connects.
     *
     * @throws org.springframework.dao.DataAccessException when the database can't be reached, or refuses the user
     */
    public static DatabasePreconditions of(Database database, String programVersion) {
        return new DatabasePreconditions(database, ServerInfo.of(database), programVersion);
    }

    /** Who is connected. */
    String user() {
        return server.user();
    }

    /** Whether sessions can be given settings: those that a pooler lends out serve others too. */
    boolean keepsSessions() {
        return server.keepsSessions();
    }

    /** What processes that stay may take of the connections that this user may have. */
    DeclaredConnections declaredConnections() {
        return server.connections().declared();
    }

    /** @param needed connections at once */
    List<Precondition> ofServer(long needed) {
        String free = needed + " needed, " + server.connections().free() + " free";
        return List.of(
                new Precondition("database version", server.product(), server::requireVersion),
                new Precondition("database encoding", server.encoding(), server::requireEncoding),
                new Precondition("database sessions", "a connection keeps its own", server::requireSessions),
                new Precondition("session settings", "none would stop a run", server::requireSettings),
                new Precondition("database writable", "it takes changes", server::requireWritable),
                new Precondition("database connections", free, () -> server.requireConnections(needed)));
    }

    /** The state of a schema that is this program's, or becomes it when this user migrates. */
    public SchemaState schema() {
        return migrations.requireMigratable(programVersion);
    }

    /** @param sources names of those that are to be published */
    List<Precondition> ofSchema(Collection<String> sources) {
        SchemaHealth health = new SchemaHealth(pool);
        return List.of(
                new Precondition(
                        "database rights",
                        "all that sync needs",
                        () -> Rights.toWrite(pool).require()),
                new Precondition(
                        "database publications", "no table lacks a replica identity", health::requireReplicaIdentities),
                new Precondition("database sequences", "ahead of their tables", health::requireSequencesAhead),
                new Precondition(
                        "database clock",
                        "not behind the last publish",
                        () -> PublishClock.requireNotBehind(pool, sources)));
    }

    /**
     * All of the server's hold.
     *
     * @param needed connections at once
     * @throws RollcallException when one doesn't
     */
    public void requireServer(long needed) {
        ofServer(needed).forEach(Precondition::require);
    }

    /**
     * All of the schema's hold.
     *
     * @param sources names of those that are to be published
     * @throws RollcallException when one doesn't
     */
    public void requireSchema(Collection<String> sources) {
        ofSchema(sources).forEach(Precondition::require);
    }
}
