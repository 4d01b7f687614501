package dev.rollcall.cli.check;

import dev.rollcall.database.Database;
import dev.rollcall.database.Migrations;
import dev.rollcall.database.SchemaState;
import dev.rollcall.database.ServerInfo;
import dev.rollcall.directory.Blame;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.sync.ConnectionBudget;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks whether the database will do for the sources. */
final class DatabaseChecks {
    private final Database database;
    private final String programVersion;
    private final Checklist list;

    DatabaseChecks(Database database, String programVersion, Checklist list) {
        this.database = database;
        this.programVersion = programVersion;
        this.list = list;
    }

    void run(List<Source> sources) {
        Optional<ServerInfo> found =
                list.check("connection", () -> ServerInfo.of(database), server -> "reached as user " + server.user());
        if (found.isEmpty()) {
            return;
        }
        ServerInfo server = found.get();
        list.check("database version", () -> require(server, ServerInfo::requireVersion), ServerInfo::product);
        list.check("database encoding", () -> require(server, ServerInfo::requireEncoding), ServerInfo::encoding);
        list.check(
                "database sessions",
                () -> require(server, ServerInfo::requireSessions),
                kept -> "a connection keeps its own");
        connections(server, sources);
        if (!schema()) {
            return;
        }
        rights(server);
        for (Source source : sources) {
            identityStore(source);
        }
        history();
    }

    private static ServerInfo require(ServerInfo server, Consumer<ServerInfo> requirement) {
        requirement.accept(server);
        return server;
    }

    private void connections(ServerInfo server, List<Source> sources) {
        long needed = ConnectionBudget.needed(sources);
        String numbers = needed + " needed, " + server.freeConnections() + " free";
        if (server.freeConnections() >= needed) {
            list.ok("database connections: " + numbers);
        } else {
            list.fail(
                    Blame.DATABASE,
                    "database connections: " + numbers,
                    "raise max_connections or the user's limit, or lower limits.workers in the job files");
        }
    }

    /** Whether the schema is there and current, so that what is in it can be checked. */
    private boolean schema() {
        Migrations migrations = new Migrations(database.unpooled());
        return list.check(
                        "schema version",
                        () -> migrations.requireMigratable(programVersion),
                        state -> state.isCurrent()
                                ? String.valueOf(state.current())
                                : state.pendingText() + ": sync applies them")
                .filter(SchemaState::isCurrent)
                .isPresent();
    }

    private void rights(ServerInfo server) {
        if (server.missingRights().isEmpty()) {
            list.ok("database rights: all that sync needs");
            return;
        }
        server.missingRights()
                .forEach(missing -> list.fail(
                        Blame.DATABASE,
                        "database rights: user " + server.user() + " lacks " + missing,
                        "as an administrator run: GRANT rollcall_writer TO " + server.user()));
    }

    private void identityStore(Source source) {
        SourceRegistry registry = new SourceRegistry(JdbcClient.create(database.pool()), database);
        String store = source.directory().identityStoreId();
        list.check(
                "source " + source.name(),
                () -> {
                    registry.check(source.name(), source.provider(), store);
                    return source.provider() + " identity store " + store;
                },
                known -> known);
    }

    private void history() {
        list.check("history", () -> new Integrity(database.unpooled()).problems(), violations -> "looked through")
                .ifPresent(violations -> violations.forEach(violation -> list.fail(
                        Blame.DATABASE,
                        "history: " + violation,
                        "this must never be: keep a backup, and report it with this line")));
    }
}
