package dev.rollcall.bench;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What PostgreSQL tells of a statement that it ran.
 *
 * @param milliseconds planning and execution
 * @param buffers pages read, from the cache or not
 * @param readWhole tables that were read from begin to end
 */
record Explained(long rows, double milliseconds, long buffers, Set<String> readWhole) {
    private static final JsonMapper JSON = JsonMapper.shared();

    Explained {
        readWhole = Set.copyOf(readWhole);
    }

    /** Runs {@code sql}, whose values are in place. Clocks are read at its begin and end alone. */
    static Explained run(JdbcClient jdbc, String sql) {
        JsonNode explained = JSON.readTree(
                        jdbc.sql("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY, FORMAT JSON) " + sql)
                                .query(String.class)
                                .single())
                .get(0);
        JsonNode plan = explained.get("Plan");
        Set<String> readWhole = new TreeSet<>();
        collect(plan, readWhole);
        return new Explained(
                plan.get("Actual Rows").asLong(),
                explained.get("Planning Time").asDouble()
                        + explained.get("Execution Time").asDouble(),
                plan.get("Shared Hit Blocks").asLong()
                        + plan.get("Shared Read Blocks").asLong(),
                readWhole);
    }

    private static void collect(JsonNode node, Set<String> readWhole) {
        if (node.get("Node Type").asString().equals("Seq Scan")
                && node.get("Actual Loops").asLong() > 0) {
            readWhole.add(node.get("Relation Name").asString());
        }
        JsonNode parts = node.get("Plans");
        if (parts != null) {
            parts.forEach(part -> collect(part, readWhole));
        }
    }
}
