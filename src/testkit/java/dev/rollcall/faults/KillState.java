package dev.rollcall.faults;

import dev.rollcall.fixture.ObservedProvider;
import dev.rollcall.sandbox.RequestLog;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run was doing when it was killed, as seen from outside; in the order in which a run passes through. */
enum KillState {
    OPENING,
    GROUPS,
    USERS,
    MEMBERSHIPS,
    PUBLISH,
    /** The run has published and tidies up. */
    CLOSING;

    private static final String PUBLISH_STEPS =
            "SELECT coalesce(max(step_execution_id), 0) FROM batch.batch_step_execution WHERE step_name = 'publishSnapshot'";

    /** What a run leaves behind in the identity store's log and in the database. */
    record Traces(RequestLog requests, JdbcClient jdbc, long publishStepsBefore) {
        static Traces from(RequestLog requests, JdbcClient jdbc) {
            return new Traces(requests, jdbc, lastPublishStep(jdbc));
        }

        boolean connected() {
            return jdbc.sql("""
                            SELECT count(*) > 0 FROM pg_stat_activity
                             WHERE application_name LIKE 'rollcall%' AND datname = current_database()
                            """).query(Boolean.class).single();
        }

        boolean publishing() {
            return lastPublishStep(jdbc) > publishStepsBefore;
        }

        boolean published() {
            return jdbc.sql("SELECT count(*) = 0 FROM directory.snapshot WHERE outcome = 'open'")
                    .query(Boolean.class)
                    .single();
        }

        private static long lastPublishStep(JdbcClient jdbc) {
            return jdbc.sql(PUBLISH_STEPS).query(Long.class).single();
        }
    }

    /** The operation of the requests in this state, as in the log; empty where there are none. */
    String operation() {
        return switch (this) {
            case GROUPS -> "ListGroups";
            case USERS -> "ListUsers";
            case MEMBERSHIPS -> ObservedProvider.LIST_MEMBERSHIPS;
            default -> "";
        };
    }

    /** Whether a run has reached this state and sent so many requests in it. */
    boolean isReached(Traces traces, long requests) {
        return switch (this) {
            case OPENING -> traces.connected();
            case PUBLISH, CLOSING -> traces.publishing();
            default -> traces.requests().total(operation()) >= requests;
        };
    }

    /** The state that a run is in; of users and memberships, which are read at once, the one that is {@code wanted}. */
    static KillState of(Traces traces, KillState wanted) {
        if (traces.publishing()) {
            return traces.published() ? CLOSING : PUBLISH;
        }
        boolean users = traces.requests().total(USERS.operation()) > 0;
        boolean memberships = traces.requests().total(MEMBERSHIPS.operation()) > 0;
        if (users || memberships) {
            return users && (wanted == USERS || !memberships) ? USERS : MEMBERSHIPS;
        }
        return traces.requests().total(GROUPS.operation()) > 0 ? GROUPS : OPENING;
    }
}
