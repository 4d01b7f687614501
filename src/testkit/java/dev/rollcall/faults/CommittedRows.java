package dev.rollcall.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many rows of each listing need not be requested again: those before the last committed checkpoint.
 *
 * @param rows by the listing's name, as in {@link ProcessEvents.Request}
 */
record CommittedRows(Map<String, Integer> rows) {
    static CommittedRows of(DataSource dataSource) {
        Map<String, Integer> rows = new HashMap<>();
        JdbcClient.create(dataSource).sql("""
                        SELECT g.group_id AS listing, c.pages, c.state <> 'pending' AS complete
                          FROM staging.group_checkpoint c
                          JOIN staging.groups g ON g.snapshot = c.snapshot AND g.group_no = c.group_no
                          JOIN directory.snapshot s ON s.id = c.snapshot AND s.outcome = 'open' AND NOT s.dry_run
                        UNION ALL
                        SELECT c.listing, c.pages, c.complete
                          FROM staging.listing_checkpoint c
                          JOIN directory.snapshot s ON s.id = c.snapshot AND s.outcome = 'open' AND NOT s.dry_run
                        """).query(row -> {
            int read = row.getInt("pages") * MemoryStore.PAGE_SIZE;
            rows.put(row.getString("listing"), row.getBoolean("complete") ? Integer.MAX_VALUE : read);
        });
        return new CommittedRows(Map.copyOf(rows));
    }

    /** The requests for pages that had been committed. */
    List<ProcessEvents.Request> askedAgain(List<ProcessEvents.Request> requests) {
        return requests.stream()
                .filter(request -> request.offset() < rows.getOrDefault(request.listing(), 0))
                .toList();
    }
}
