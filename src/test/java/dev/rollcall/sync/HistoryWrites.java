package dev.rollcall.sync;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where each row of the history tables lies and which transactions wrote it: any insert, update or delete changes it,
 * one that leaves the same values included.
 */
public record HistoryWrites(Map<String, String> rows) {
    public static HistoryWrites of(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        return new HistoryWrites(List.of("groups_history", "memberships_history", "users_history").stream()
                .collect(Collectors.toMap(
                        table -> table,
                        table -> jdbc.sql(
                                        "SELECT count(*) || coalesce(md5(string_agg(ctid::text || ' ' || xmin || ' ' || xmax,"
                                                + " ',' ORDER BY ctid)), '') FROM directory." + table)
                                .query(String.class)
                                .single())));
    }
}
