package dev.rollcall.store.snapshot;

import dev.rollcall.database.SqlFile;
import dev.rollcall.database.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what {@code rollcall status} shows: where each source stands. */
public final class SourceStatusQuery {
    private static final String STATUS = SqlFile.read(SourceStatusQuery.class, "status");

    private final JdbcClient jdbc;

    public SourceStatusQuery(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** All sources that are not retired, in order of name. */
    public List<SourceStatus> all() {
        return jdbc.sql(STATUS).query((row, n) -> status(row)).list();
    }

    private static SourceStatus status(ResultSet row) throws SQLException {
        long guarded = row.getLong("guarded_id");
        return new SourceStatus(
                row.getString("name"),
                row.getString("provider"),
                row.getString("identity_store_id"),
                published(row),
                Timestamps.read(row, "users_read_at"),
                open(row),
                guarded == 0 ? null : guarded,
                failure(row));
    }

    private static SourceStatus.@Nullable Published published(ResultSet row) throws SQLException {
        Instant publishedAt = Timestamps.read(row, "published_at");
        if (publishedAt == null) {
            return null;
        }
        return new SourceStatus.Published(
                row.getLong("published_id"),
                publishedAt,
                Duration.ofSeconds(row.getBigDecimal("age").longValue()),
                new SnapshotRow.Totals(row.getLong("groups"), row.getLong("memberships"), row.getLong("users")),
                row.getLong("gaps"));
    }

    private static SourceStatus.@Nullable Open open(ResultSet row) throws SQLException {
        Instant startedAt = Timestamps.read(row, "started_at");
        if (startedAt == null) {
            return null;
        }
        return new SourceStatus.Open(
                row.getLong("open_id"),
                startedAt,
                row.getInt("runs"),
                row.getLong("groups_listed"),
                row.getLong("groups_read"),
                row.getLong("groups_in_gap"));
    }

    private static SourceStatus.@Nullable Failure failure(ResultSet row) throws SQLException {
        Instant at = Timestamps.read(row, "failed_at");
        return at == null ? null : new SourceStatus.Failure(at, row.getString("last_error"));
    }
}
