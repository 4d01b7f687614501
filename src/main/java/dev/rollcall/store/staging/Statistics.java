package dev.rollcall.store.staging;

import dev.rollcall.database.ErrorTranslator;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planner's statistics. A plan without them may be slow but is right, so they are no reason to fail. */
final class Statistics {
    private static final Logger log = LoggerFactory.getLogger(Statistics.class);

    private Statistics() {}

    /**
     * Calls a function of schema staging that refreshes statistics.
     *
     * @return the tables that it left out
     */
    static List<String> call(JdbcClient jdbc, String function) {
        return jdbc.sql("SELECT * FROM staging." + function).query(String.class).list();
    }

    /**
     * Refreshes statistics as far as that can be done now.
     *
     * @param refresh returns the tables that it left out. In no transaction but its own: a refusal would end it, and locks
     *     would last as long
     */
    static void refresh(Supplier<List<String>> refresh) {
        try {
            List<String> left = refresh.get();
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
