package dev.rollcall.faults;

import java.sql.Connection;
import java.sql.SQLException;
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
 * A process's life as the world sees it: events, and at one of them what was planned. Safe for use by several threads,
 * whose events it puts in one order.
 */
final class Life {
    private final Plan plan;
    private final JdbcClient server;
    private final Set<Connection> connections = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Request> answered = new ConcurrentLinkedQueue<>();
    private long events;
    private boolean over;
    private @Nullable Event struck;

    /**
     * A page that was asked for.
     *
     * @param listing groups, users, or the id of the group whose memberships it is of
     * @param offset rows before it
     */
    record Request(String listing, int offset) {}

    /** @param server as somebody who may end any session */
    Life(Plan plan, DataSource server) {
        this.plan = plan;
        this.server = JdbcClient.create(server);
    }

    /** Counts an event that is on no connection. */
    synchronized void event(Event event) {
        if (over) {
            throw new Dead();
        }
        events++;
        if (events == plan.event() && plan.fault() == Fault.DEATH) {
            struck = event;
            die();
            throw new Dead();
        }
    }

    /** Counts an event. */
    synchronized void event(Event event, Connection on) throws SQLException {
        event(event);
        if (events == plan.event()) {
            struck = event;
            end(on);
            throw new SQLException("the connection was cut: " + event, "08006");
        }
    }

    /** Whether the process may go on to open a connection; one that dies here is given a dead one. */
    synchronized boolean mayConnect() throws SQLException {
        if (over) {
            return false;
        }
        events++;
        if (events == plan.event()) {
            struck = Event.CONNECT;
            if (plan.fault() == Fault.CUT) {
                throw new SQLException("no connection", "08001");
            }
            die();
        }
        return !over;
    }

    synchronized boolean connected(Connection connection) {
        if (over) {
            end(connection);
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

    synchronized long events() {
        return events;
    }

    synchronized boolean isOver() {
        return over;
    }

    /** The event at which the plan was carried out; null when it was not. */
    synchronized @Nullable Event struck() {
        return struck;
    }

    private void die() {
        over = true;
        connections.forEach(this::end);
        connections.clear();
    }

    /** Returns when the session is gone, and its locks with it. */
    private void end(Connection connection) {
        try {
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            server.sql("SELECT pg_terminate_backend(?, 10000)")
                    .param(pid)
                    .query(Boolean.class)
                    .single();
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
