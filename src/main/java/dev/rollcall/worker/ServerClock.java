package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database's clock, so that hosts whose own clocks differ agree on what is due and who is alive. Between two looks
 * at it this host's clock counts. Safe for use by several threads.
 */
final class ServerClock implements Clock {
    private final JdbcClient jdbc;
    private volatile Duration ahead = Duration.ZERO;

    ServerClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Looks at the database's clock. */
    void set() {
        Instant before = Instant.now();
        Instant server = jdbc.sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Duration half = Duration.between(before, Instant.now()).dividedBy(2);
        ahead = Duration.between(before.plus(half), server);
    }

    @Override
    public Instant now() {
        return Instant.now().plus(ahead);
    }
}
