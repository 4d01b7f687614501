package dev.rollcall.store.publish;

import dev.rollcall.database.SqlFile;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks history, without changing it: no two periods of one key overlap, and none is empty. */
public final class Integrity {
    private static final String SQL = SqlFile.read(Integrity.class, "integrity");

    private final JdbcClient jdbc;

    public Integrity(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The problems found, one line each, at most 100; empty when all is well. Reads all of history. */
    public List<String> problems() {
        return jdbc.sql(SQL).query(String.class).list();
    }
}
