package dev.rollcall.store.publish;

import dev.rollcall.database.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks, before anything is read, whether a publish could be dated. */
public final class PublishClock {
    private static final String LAST_PUBLISH = """
            SELECT max(l.published_at) AS last
              FROM directory.source s
             CROSS JOIN LATERAL (
                   SELECT n.published_at FROM directory.snapshot n
                    WHERE n.source = s.id AND n.outcome = 'published'
                    ORDER BY n.published_at DESC LIMIT 1) l
             WHERE s.name IN (:sources)
            """;

    private PublishClock() {}

    /**
     * The database's clock is not behind the last publish of any of these sources.
     *
     * @param sources names
     * @throws ClockBehindException when it is more than a minute behind
     */
    public static void requireNotBehind(DataSource dataSource, Collection<String> sources) {
        if (sources.isEmpty()) {
            return;
        }
        JdbcClient jdbc = JdbcClient.create(dataSource);
        Optional<Instant> last = jdbc.sql(LAST_PUBLISH)
                .param("sources", sources)
                .query((row, n) -> Optional.ofNullable(Timestamps.read(row, "last")))
                .single();
        last.ifPresent(published -> Publisher.publishTime(jdbc, published));
    }
}
