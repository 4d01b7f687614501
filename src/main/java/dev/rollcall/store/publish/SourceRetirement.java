package dev.rollcall.store.publish;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Ends a source: its current rows in history, its gaps, and its unpublished snapshots; a link of its chain tells so.
 */
public final class SourceRetirement {
    /** Rows end as retired: no snapshot saw them go. */
    private static final List<RowsToEnd> ROWS_TO_END = List.of(
            new RowsToEnd("memberships", """
            UPDATE directory.memberships_history h SET valid_to = :at, ends = 'r' FROM directory.group_key k
             WHERE h.valid_to = 'infinity' AND k.no = h.group_no AND k.source = :source
            """),
            new RowsToEnd("groups", """
            UPDATE directory.groups_history h SET valid_to = :at, ends = 'r' FROM directory.group_key k
             WHERE h.valid_to = 'infinity' AND k.no = h.group_no AND k.source = :source
            """),
            new RowsToEnd("users", """
            UPDATE directory.users_history h SET valid_to = :at, ends = 'r' FROM directory.member_key k
             WHERE h.valid_to = 'infinity' AND k.no = h.user_no AND k.source = :source
            """),
            new RowsToEnd("gaps", "UPDATE directory.gap SET until = :at WHERE source = :source AND until = 'infinity'"),
            new RowsToEnd("snapshots", """
            UPDATE directory.snapshot SET outcome = 'discarded'
             WHERE source = :source AND outcome IN ('open', 'guarded')
            """));

    private record RowsToEnd(String kind, String sql) {}

    private final JdbcClient jdbc;
    private final Chain chain;

    public SourceRetirement(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.chain = new Chain(dataSource);
    }

    /**
     * Ends the source now, in the caller's transaction. The past stays. When the source is published again, that
     * snapshot is a baseline: the guard lets it pass, and the view {@code changes} leaves it out.
     *
     * @param epoch as raised by the caller, who holds the source's lock
     * @param begins told which kind of rows is ended next, in the plural: of many this takes long
     * @throws FencedException when a later run took the source
     * @throws ConfigurationException when the source is retired already
     * @throws ClockBehindException when the database's clock is behind the last publish
     */
    public void retire(int source, long epoch, Consumer<String> begins) {
        new Fence(jdbc).requireCurrentExclusively(source, epoch);
        Optional<Last> last = last(source);
        OffsetDateTime at = Publisher.publishTime(
                jdbc, last.map(Last::changedAt).map(OffsetDateTime::toInstant).orElse(null));
        int retired = jdbc.sql("""
                        UPDATE directory.source SET retired_at = ?, users_read_at = NULL
                         WHERE id = ? AND retired_at IS NULL
                        """).params(at, source).update();
        if (retired != 1) {
            throw new ConfigurationException("the source is retired already");
        }
        for (RowsToEnd rows : ROWS_TO_END) {
            begins.accept(rows.kind());
            jdbc.sql(rows.sql()).param("at", at).param("source", source).update();
        }
        if (last.isPresent() && last.get().retiredAt() == null) {
            jdbc.sql("UPDATE directory.snapshot SET retired_at = ? WHERE id = ?")
                    .params(at, last.get().id())
                    .update();
        }
        begins.accept("link");
        chain.retired(source, at);
    }

    /** @param changedAt when it was published, or its source's chain last went on */
    private record Last(
            long id, OffsetDateTime changedAt, @Nullable OffsetDateTime retiredAt) {}

    private Optional<Last> last(int source) {
        return jdbc.sql("""
                        SELECT n.id, n.retired_at,
                               greatest(n.published_at, (SELECT l.at FROM directory.link l
                                                          WHERE l.source = n.source
                                                          ORDER BY l.seq DESC LIMIT 1)) AS changed_at
                          FROM directory.snapshot n
                         WHERE n.source = ? AND n.outcome = 'published'
                         ORDER BY n.published_at DESC LIMIT 1
                        """).param(source).query(Last.class).optional();
    }
}
