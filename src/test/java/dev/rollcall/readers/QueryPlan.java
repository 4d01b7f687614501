package dev.rollcall.readers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the database answered a query, and what it read for that. */
record QueryPlan(JsonNode top) {
    static QueryPlan of(JdbcClient jdbc, String sql) {
        return new QueryPlan(JsonMapper.shared()
                .readTree(jdbc.sql("EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT json) " + sql)
                        .query(String.class)
                        .single())
                .get(0)
                .get("Plan"));
    }

    /** Rows of the answer. */
    int rows() {
        return top.get("Actual Rows").asInt();
    }

    /** Pages of 8 KiB looked at, each as often as that was. */
    int pages() {
        return top.get("Shared Hit Blocks").asInt()
                + top.get("Shared Read Blocks").asInt();
    }

    /** Pages of files that were written and read again, for want of memory. */
    int temporaryPages() {
        return top.get("Temp Read Blocks").asInt()
                + top.get("Temp Written Blocks").asInt();
    }

    /** Tables that no index was used for. */
    List<String> readWhole() {
        return named(node -> node.get("Node Type").asString().equals("Seq Scan"));
    }

    /** Every table that was looked at. */
    List<String> relations() {
        return named(node -> true);
    }

    private List<String> named(Predicate<JsonNode> which) {
        List<String> relations = new ArrayList<>();
        visit(top, node -> {
            JsonNode relation = node.get("Relation Name");
            if (relation != null && which.test(node)) {
                relations.add(relation.asString());
            }
        });
        return relations;
    }

    private static void visit(JsonNode plan, Consumer<JsonNode> visitor) {
        visitor.accept(plan);
        JsonNode parts = plan.get("Plans");
        if (parts != null) {
            parts.forEach(part -> visit(part, visitor));
        }
    }

    @Override
    public String toString() {
        return top.toPrettyString();
    }
}
