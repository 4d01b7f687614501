package dev.rollcall.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events of a simulated process, with the planned fault at one of them. Safe for use by several threads, whose
 * events it puts in one order.
 */
final class ProcessEvents {
    private final FaultPlan plan;
    private final JdbcClient server;
    private final Set<Connection> connections = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Request> answered = new ConcurrentLinkedQueue<>();
    private final Queue<String> begun = new ConcurrentLinkedQueue<>();
    private long events;
    private long onConnections;
    private boolean over;
    private @Nullable ProcessEvent injectedAt;

    /**
     * A page that the process read.
     *
     * @param listing groups, users, or the id of the group whose memberships they are
     * @param offset how many rows come before it
     */
    record Request(String listing, int offset) {}

    /** @param server as a user who may end any session */
    ProcessEvents(FaultPlan plan, DataSource server) {
        this.plan = plan;
        this.server = JdbcClient.create(server);
    }

    /** Counts an event that belongs to no connection. */
    synchronized void event(ProcessEvent event) {
        if (over) {
            throw new ProcessKilled();
        }
        events++;
        if (isDue(ProcessFault.DEATH, events)) {
            injectedAt = event;
            die();
            throw new ProcessKilled();
        }
    }

    /** Counts an event of a connection. */
    synchronized void event(ProcessEvent event, Connection on) throws SQLException {
        event(event);
        onConnections++;
        if (isDue(ProcessFault.CUT, onConnections)) {
            injectedAt = event;
            end(List.of(on));
            throw new SQLException("the connection was cut: " + event, "08006");
        }
    }

    /** Whether the process may open a connection; a process that is killed here is given a dead one. */
    synchronized boolean mayConnect() throws SQLException {
        if (over) {
            return false;
        }
        events++;
        onConnections++;
        if (isDue(ProcessFault.CUT, onConnections)) {
            injectedAt = ProcessEvent.CONNECT;
            throw new SQLException("no connection", "08001");
        }
        if (isDue(ProcessFault.DEATH, events)) {
            injectedAt = ProcessEvent.CONNECT;
            die();
        }
        return !over;
    }

    private boolean isDue(ProcessFault fault, long number) {
        return plan.fault() == fault && plan.event() == number;
    }

    synchronized boolean connected(Connection connection) {
        if (over) {
            end(List.of(connection));
            return false;
        }
        return connections.add(connection);
    }

    synchronized void closed(Connection connection) {
        connections.remove(connection);
    }

    void answered(Request request) {
        answered.add(request);
    }

    /** The pages that the process read. */
    List<Request> answered() {
        return List.copyOf(answered);
    }

    void begun(String sql) {
        begun.add(sql);
    }

    /** The first statement of each transaction. */
    List<String> begun() {
        return List.copyOf(begun);
    }

    /** How many events there were at which the fault can be injected. */
    synchronized long events(ProcessFault fault) {
        return fault == ProcessFault.CUT ? onConnections : events;
    }

    /** The event at which the fault was injected; null when it was not. */
    synchronized @Nullable ProcessEvent injectedAt() {
        return injectedAt;
    }

    private void die() {
        over = true;
        end(connections);
        connections.clear();
    }

    /** Returns when the sessions and their locks are gone. All are told to end before any is waited for. */
    private void end(Collection<Connection> ended) {
        if (ended.isEmpty()) {
            return;
        }
        try {
            List<Integer> pids = new ArrayList<>();
            for (Connection connection : ended) {
                pids.add(connection.unwrap(PGConnection.class).getBackendPID());
            }
            terminate("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid IN (:pids)", pids);
            for (Connection connection : ended) {
                connection.abort(Runnable::run);
            }
            terminate("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid IN (:pids)", pids);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void terminate(String sql, List<Integer> pids) {
        List<Boolean> unused =
                server.sql(sql).param("pids", pids).query(Boolean.class).list();
    }
}
