package dev.rollcall.faults;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows that readers see, each as text. */
final class ReaderRows {
    private final JdbcClient jdbc;

    ReaderRows(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    List<String> now() {
        return jdbc.sql("""
                        SELECT 'group ' || to_jsonb(r)::text FROM directory.groups r
                        UNION ALL SELECT 'user ' || to_jsonb(r)::text FROM directory.users r
                        UNION ALL SELECT 'membership ' || to_jsonb(r)::text FROM directory.memberships r
                        ORDER BY 1
                        """).query(String.class).list();
    }

    /** Without {@code valid_to}, which may become known later. */
    List<String> asOf(Instant time) {
        OffsetDateTime at = time.atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                        SELECT 'group ' || (to_jsonb(r) - 'valid_to')::text FROM directory.groups_as_of(?) r
                        UNION ALL SELECT 'user ' || (to_jsonb(r) - 'valid_to')::text FROM directory.users_as_of(?) r
                        UNION ALL SELECT 'membership ' || (to_jsonb(r) - 'valid_to')::text
                          FROM directory.memberships_as_of(?) r
                        ORDER BY 1
                        """).params(at, at, at).query(String.class).list();
    }

    /** Only the columns that the model has. */
    List<String> linesAsOf(Instant time) {
        OffsetDateTime at = time.atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                        SELECT 'group ' || group_id || ' ' || coalesce(display_name, '') FROM directory.groups_as_of(?)
                        UNION ALL SELECT 'user ' || user_id || ' ' || user_name FROM directory.users_as_of(?)
                        UNION ALL SELECT 'membership ' || group_id || ' ' || member_id || ' ' || membership_id
                          FROM directory.memberships_as_of(?)
                        """).params(at, at, at).query(String.class).list().stream()
                .sorted()
                .toList();
    }

    /**
     * What the changes published at a time took away, or brought: the lines of {@link #linesAsOf}.
     *
     * @param side {@code before} or {@code after}
     */
    List<String> linesOfChanges(Instant time, String side) {
        return jdbc.sql("""
                        SELECT CASE WHEN kind LIKE 'group-%' THEN 'group ' || group_id || ' '
                                         || coalesce(side ->> 'display_name', '')
                                    WHEN kind LIKE 'user-%' THEN 'user ' || member_id || ' ' || (side ->> 'user_name')
                                    ELSE 'membership ' || group_id || ' ' || member_id || ' '
                                         || (side ->> 'membership_id') END
                          FROM (SELECT c.*, to_jsonb(c) -> ? AS side FROM directory.changes c) c
                         WHERE changed_at = ? AND jsonb_typeof(side) = 'object'
                        """)
                .params(side, time.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list();
    }

    /** When each snapshot was published, in order. */
    List<Instant> publishTimes() {
        return jdbc
                .sql("SELECT published_at FROM directory.snapshot WHERE published_at IS NOT NULL ORDER BY 1")
                .query(OffsetDateTime.class)
                .list()
                .stream()
                .map(OffsetDateTime::toInstant)
                .toList();
    }
}
