package dev.rollcall.store.staging;

import dev.rollcall.database.ErrorTranslator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planner's statistics. A plan without them may be slow but is right, so they are no reason to fail. */
final class Statistics {
    private static final Logger log = LoggerFactory.getLogger(Statistics.class);

    private Statistics() {}

    /**
     * Refreshes statistics as far as that can be done now.
     *
     * @param jdbc in no transaction: a refusal would end it, and locks would last as long
     * @param call of a function of schema staging, which returns the tables that it left out
     */
    static void refresh(JdbcClient jdbc, String call) {
        try {
            List<String> left = jdbc.sql("SELECT * FROM staging." + call)
                    .query(String.class)
                    .list();
            if (!left.isEmpty()) {
                log.warn(
                        "other sessions hold {}: its planner's statistics are left to the next run, or to autovacuum",
                        String.join(", ", left));
            }
        } catch (RuntimeException e) {
            log.warn(
                    "the planner's statistics are left to the next run, or to autovacuum: {}",
                    ErrorTranslator.translate(e).getMessage());
        }
    }
}
