package dev.rollcall.cli.check;

import dev.rollcall.database.Database;
import dev.rollcall.database.SchemaState;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.sync.ConnectionBudget;
import dev.rollcall.worker.WorkerCapacity;
import java.util.List;
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
        list.check(
                        "connection",
                        () -> DatabasePreconditions.of(database, programVersion),
                        found -> "reached as user " + found.user())
                .ifPresent(preconditions -> run(preconditions, sources));
    }

    private void run(DatabasePreconditions preconditions, List<Source> sources) {
        preconditions.ofServer(ConnectionBudget.needed(sources)).forEach(this::check);
        workers(preconditions.permittedConnections(), sources);
        if (!preconditions.keepsSessions() || !isSchemaCurrent(preconditions)) {
            return;
        }
        preconditions.ofSchema(sources.stream().map(Source::name).toList()).forEach(this::check);
        for (Source source : sources) {
            identityStore(source);
        }
        history();
    }

    /** How many workers the server's connections permit, where there is anything for one to do. */
    private void workers(long permitted, List<Source> sources) {
        if (sources.stream().noneMatch(source -> source.schedule() != null)) {
            return;
        }
        int each = WorkerCapacity.CONNECTIONS;
        list.check(
                "workers",
                () -> {
                    if (permitted < each) {
                        throw new ConfigurationException(
                                "a worker opens " + each + " connections, and this user may have " + permitted
                                        + ": give it fewer with --connections, or raise the user's limit");
                    }
                    return permitted / each;
                },
                fit -> fit + " of " + each + " connections each fit the " + permitted + " that this user may have");
    }

    private void check(Precondition precondition) {
        list.check(
                precondition.name(),
                () -> {
                    precondition.require();
                    return precondition.found();
                },
                found -> found);
    }

    /** Whether the schema is there and current, so that what is in it can be checked. */
    private boolean isSchemaCurrent(DatabasePreconditions preconditions) {
        return list.check(
                        "schema version",
                        preconditions::schema,
                        state -> state.isCurrent()
                                ? String.valueOf(state.current())
                                : state.pendingText() + ": sync applies them")
                .filter(SchemaState::isCurrent)
                .isPresent();
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
        list.check("history", () -> new Integrity(database.unpooled()).touched(), violations -> "looked through")
                .ifPresent(violations -> violations.forEach(violation -> list.fail(
                        Blame.DATABASE,
                        "history: " + violation,
                        "this must never be: keep a backup, and report it with this line")));
    }
}
