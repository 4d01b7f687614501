package dev.rollcall.store.publish;

import dev.rollcall.database.SqlFile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Checks history, without changing it: no two periods of one key overlap, none is empty, one that continues another does
 * so, and each membership has its group and its member. Problems are told one line each, at most 100, in order of bytes;
 * none when all is well.
 */
public final class Integrity {
    private static final int MOST = 100;

    private static final String PROBLEMS = SqlFile.read(Integrity.class, "period-problems");

    private static final String TOUCHED = """
            WITH last AS (
            SELECT max(n.published_at) AS at FROM directory.snapshot n WHERE n.outcome = 'published' GROUP BY n.source
            ), period AS (
            """ + SqlFile.read(Integrity.class, "periods-touched") + ")\n" + PROBLEMS;

    private static final String SLICE =
            "WITH period AS (\n" + SqlFile.read(Integrity.class, "periods-of-slice") + ")\n" + PROBLEMS;

    /** A million rows are sorted in a few seconds, and each slice reads all: more slices than these would take longer. */
    private static final String SLICES = """
            SELECT greatest(1, least(16, ceil(c.reltuples / 1e6)))::integer
              FROM pg_class c
             WHERE c.oid = 'directory.memberships_history'::regclass
            """;

    private final JdbcClient jdbc;

    /** Takes connections without a limit on statements: of a long history these take minutes. */
    public Integrity(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Told how far the whole history is looked through. */
    @FunctionalInterface
    public interface Progress {
        /** Called before the first slice and after each. */
        void slices(int done, int all);
    }

    /** The problems of what the last snapshot of each source changed. */
    public List<String> touched() {
        return jdbc.sql(TOUCHED).query(String.class).list();
    }

    /** The problems of all history. */
    public List<String> whole() {
        return whole((done, all) -> {});
    }

    /** The problems of all history, which is read slice by slice. */
    public List<String> whole(Progress progress) {
        int slices = jdbc.sql(SLICES).query(Integer.class).single();
        TreeSet<String> problems = new TreeSet<>(Comparator.naturalOrder());
        for (int slice = 0; slice < slices; slice++) {
            progress.slices(slice, slices);
            problems.addAll(jdbc.sql(SLICE)
                    .params(Map.of("slices", slices, "slice", slice))
                    .query(String.class)
                    .list());
        }
        progress.slices(slices, slices);
        return problems.stream().limit(MOST).toList();
    }
}
