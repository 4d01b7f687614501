package dev.rollcall.store.snapshot;

import dev.rollcall.database.SqlFile;
import dev.rollcall.database.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what {@code rollcall status} shows: where each source stands. A reader's rights are enough. One statement, which
 * sees one state of the database.
 */
public final class SourceStatusQuery {
    private static final String STATUS = SqlFile.read(SourceStatusQuery.class, "status");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public SourceStatusQuery(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transaction.setReadOnly(true);
    }

    /** All sources that are not retired, in order of name. */
    public List<SourceStatus> all() {
        return Objects.requireNonNull(transaction.execute(
                status -> jdbc.sql(STATUS).query((row, n) -> status(row)).list()));
    }

    private static SourceStatus status(ResultSet row) throws SQLException {
        long guarded = row.getLong("guarded_id");
        return new SourceStatus(
                row.getString("source"),
                row.getString("provider"),
                row.getString("identity_store_id"),
                published(row),
                Timestamps.read(row, "users_read_at"),
                open(row),
                guarded == 0 ? null : guarded,
                lastRun(row),
                row.getLong("notices_undelivered"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(Timestamps.read(row, column), column);
    }

    private static SourceStatus.@Nullable Published published(ResultSet row) throws SQLException {
        Instant publishedAt = Timestamps.read(row, "published_at");
        if (publishedAt == null) {
            return null;
        }
        return new SourceStatus.Published(
                row.getLong("published_id"),
                publishedAt,
                time(row, "read_from"),
                time(row, "as_of"),
                Duration.ofSeconds(row.getBigDecimal("age").longValue()),
                new SnapshotRow.Totals(row.getLong("groups"), row.getLong("memberships"), row.getLong("users")),
                row.getLong("gaps"));
    }

    private static SourceStatus.@Nullable Open open(ResultSet row) throws SQLException {
        Instant startedAt = Timestamps.read(row, "since");
        if (startedAt == null) {
            return null;
        }
        Long users = row.getObject("users_read", Long.class);
        return new SourceStatus.Open(
                row.getLong("open_id"),
                startedAt,
                row.getInt("runs"),
                row.getString("step"),
                new SourceStatus.Reading(
                        row.getLong("groups_listed"),
                        row.getLong("groups_read"),
                        row.getLong("groups_in_gap"),
                        row.getLong("memberships_read"),
                        users,
                        row.getLong("open_requests"),
                        row.getLong("open_throttles")),
                run(row));
    }

    private static SourceStatus.@Nullable Run run(ResultSet row) throws SQLException {
        Instant since = Timestamps.read(row, "run_since");
        if (since == null) {
            return null;
        }
        Instant expectedEnd = Timestamps.read(row, "expected_end");
        return new SourceStatus.Run(
                since,
                new SourceStatus.HostProcess(row.getString("open_host"), row.getLong("open_process")),
                row.getDouble("rate"),
                expectedEnd == null ? null : Duration.ofSeconds(row.getLong("seconds_left")),
                expectedEnd);
    }

    private static SourceStatus.@Nullable LastRun lastRun(ResultSet row) throws SQLException {
        Instant startedAt = Timestamps.read(row, "started_at");
        if (startedAt == null) {
            return null;
        }
        Instant endedAt = Timestamps.read(row, "ended_at");
        SourceStatus.RunEnd end = endedAt == null
                ? null
                : new SourceStatus.RunEnd(
                        endedAt,
                        row.getString("outcome"),
                        row.getInt("exit_code"),
                        row.getString("code"),
                        row.getString("message"));
        return new SourceStatus.LastRun(
                startedAt, end, new SourceStatus.HostProcess(row.getString("host"), row.getLong("process")));
    }
}
