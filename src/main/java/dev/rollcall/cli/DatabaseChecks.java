package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.Migrations;
import dev.rollcall.database.ServerInfo;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.sync.ConnectionBudget;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the database will do for the sources. */
public final class DatabaseChecks {
    private final Database database;
    private final Checklist list;

    public DatabaseChecks(Database database, Checklist list) {
        this.database = database;
        this.list = list;
    }

    public void run(List<Source> sources) {
        Optional<ServerInfo> found =
                list.check("connection", () -> ServerInfo.of(database), server -> "reached as user " + server.user());
        if (found.isEmpty()) {
            return;
        }
        ServerInfo server = found.get();
        list.check("database version", () -> expect(server, Preconditions::expectVersion), ServerInfo::product);
        list.check("database encoding", () -> expect(server, Preconditions::expectEncoding), ServerInfo::encoding);
        list.check(
                "database sessions",
                () -> expect(server, Preconditions::expectSessions),
                kept -> "a connection keeps its own");
        connections(server, sources);
        if (!schema()) {
            return;
        }
        rights(server);
        for (Source source : sources) {
            stores(source);
        }
        history();
    }

    private static ServerInfo expect(ServerInfo server, Consumer<ServerInfo> expectation) {
        expectation.accept(server);
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

    /** Whether it is there and current. */
    private boolean schema() {
        return list.check(
                        "schema version",
                        this::state,
                        state -> state.isCurrent()
                                ? String.valueOf(state.current())
                                : Preconditions.pending(state) + ": sync applies them")
                .filter(Migrations.State::isCurrent)
                .isPresent();
    }

    private Migrations.State state() {
        Migrations migrations = new Migrations(database.unpooled());
        Migrations.State state = migrations.state();
        Preconditions.expectKnown(state);
        if (!state.isCurrent() && !migrations.mayMigrate()) {
            throw new ConfigurationException(Preconditions.pending(state)
                    + ", and this user may not apply them: run 'rollcall migrate' as one who may");
        }
        return state;
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

    private void stores(Source source) {
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
        list.check("history", () -> new Integrity(database.unpooled()).problems(), problems -> "looked through")
                .ifPresent(problems -> problems.forEach(problem -> list.fail(
                        Blame.DATABASE,
                        "history: " + problem,
                        "this must never be: keep a backup, and report it with this line")));
    }
}
