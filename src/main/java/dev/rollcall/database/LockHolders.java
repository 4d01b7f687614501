package dev.rollcall.database;

import dev.rollcall.directory.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks whom a session of the database waits for, and logs a line each time that these are others. */
final class LockHolders implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LockHolders.class);

    /** Others' transactions tell their times to who may read all statistics. */
    private static final String HOLDERS = """
            SELECT CASE WHEN b.pid = 0 THEN 'a prepared transaction (see pg_prepared_xacts)'
                        ELSE 'process ' || b.pid
                             || coalesce(' (user ' || a.usename || ', application '
                                         || coalesce(nullif(a.application_name, ''), 'unnamed')
                                         || coalesce(', in a transaction since ' || to_char(a.xact_start AT TIME ZONE 'UTC',
                                                     'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '') || ')', '') END
              FROM (SELECT DISTINCT unnest(pg_blocking_pids(?))) AS b (pid)
              LEFT JOIN pg_stat_activity a ON a.pid = b.pid
             ORDER BY b.pid
            """;

    private final JdbcClient jdbc;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("rollcall-lock-holders"));
    private volatile int session;
    private volatile List<String> last = List.of();

    private LockHolders(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Begins to look, with connections of its own from that data source. A wait shorter than a moment goes unnoticed. */
    static LockHolders watch(DataSource dataSource, Duration howOften) {
        LockHolders holders = new LockHolders(dataSource);
        long millis = howOften.toMillis();
        ScheduledFuture<?> unused =
                holders.looks.scheduleAtFixedRate(holders::look, millis, millis, TimeUnit.MILLISECONDS);
        return holders;
    }

    /** From now on it is this one that waits: a process number of the server's. */
    void session(int pid) {
        session = pid;
    }

    /** Those last seen, in words; empty when none was. */
    List<String> last() {
        return last;
    }

    private void look() {
        try {
            List<String> holders =
                    jdbc.sql(HOLDERS).param(session).query(String.class).list();
            if (!holders.isEmpty() && !holders.equals(last)) {
                last = holders;
                log.info("database: the migration waits for {}", String.join(", ", holders));
            }
        } catch (RuntimeException e) {
            log.debug("can't look whom the migration waits for", e);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
