package dev.rollcall.cli.check;

import dev.rollcall.database.Database;
import dev.rollcall.database.DeclaredConnections;
import dev.rollcall.database.SchemaState;
import dev.rollcall.directory.Blame;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.sync.ConnectionBudget;
import dev.rollcall.worker.WorkerCapacity;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks whether the database will do for the sources. */
final class DatabaseChecks {
    private static final String RAISE = "raise max_connections or the user's limit";

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
        int needed = ConnectionBudget.needed(sources);
        preconditions.ofServer(needed).forEach(this::check);
        workers(preconditions.declaredConnections(), needed, sources);
        if (!preconditions.keepsSessions() || !isSchemaCurrent(preconditions)) {
            return;
        }
        preconditions.ofSchema(sources.stream().map(Source::name).toList()).forEach(this::check);
        for (Source source : sources) {
            identityStore(source);
        }
        history();
    }

    /** Whether the workers that are there fit, and another one or this sync beside them. */
    private void workers(DeclaredConnections declared, int needed, List<Source> sources) {
        boolean scheduled = sources.stream().anyMatch(source -> source.schedule() != null);
        if (!scheduled && declared.processes() == 0) {
            return;
        }
        int each = WorkerCapacity.CONNECTIONS;
        long permitted = declared.permitted();
        String fleet = declared.processes() + " on the server may open " + declared.connections()
                + " connections together, and this user may have " + permitted;
        if (declared.left() < 0) {
            list.fail(Blame.CONFIGURATION, "workers: " + fleet, "give them fewer with --connections, or " + RAISE);
        } else if (permitted < each) {
            list.fail(
                    Blame.CONFIGURATION,
                    "workers: a worker opens " + each + " connections, and this user may have " + permitted,
                    "give it fewer with --connections, or " + RAISE);
        } else if (declared.left() < Math.max(each, needed)) {
            list.warn("workers: " + fleet + ": not enough is left for "
                    + String.join(", or for ", tooLarge(declared, needed)) + "; give them fewer with --connections, or "
                    + RAISE);
        } else if (declared.processes() == 0) {
            list.ok("workers: " + permitted / each + " of " + each + " connections each fit the " + permitted
                    + " that this user may have");
        } else {
            list.ok("workers: " + fleet + ": " + declared.left() / each + " more of " + each + " each fit");
        }
    }

    private static List<String> tooLarge(DeclaredConnections declared, int needed) {
        List<String> tooLarge = new ArrayList<>();
        if (declared.left() < WorkerCapacity.CONNECTIONS) {
            tooLarge.add("another worker, which opens " + WorkerCapacity.CONNECTIONS);
        }
        if (declared.left() < needed) {
            tooLarge.add("this sync, which takes " + needed);
        }
        return tooLarge;
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
