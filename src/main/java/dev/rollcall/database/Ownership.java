package dev.rollcall.database;

import dev.rollcall.directory.ConfigurationException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the database's user is the owner of Rollcall's tables, or has its rights. Looking needs none. */
public final class Ownership {
    private static final String OTHERS = """
            SELECT quote_ident(current_user) AS user_name,
                   quote_ident(pg_get_userbyid(c.relowner)) AS owner,
                   c.oid::regclass::text AS table_name
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ('directory', 'staging', 'batch') AND c.relkind = 'r'
               AND NOT pg_has_role(c.relowner, 'USAGE')
             ORDER BY n.nspname <> 'directory', c.relname
             LIMIT 1
            """;

    private record Other(String userName, String owner, String tableName) {}

    private Ownership() {}

    /**
     * The user may do everything with every table; passes where there is none yet.
     *
     * @param command that needs it
     * @throws ConfigurationException when not; says whose they are
     */
    public static void require(DataSource dataSource, String command) {
        List<Other> others =
                JdbcClient.create(dataSource).sql(OTHERS).query(Other.class).list();
        if (!others.isEmpty()) {
            Other first = others.get(0);
            throw new ConfigurationException("database: user " + first.userName() + " does not own "
                    + first.tableName() + ": run 'rollcall " + command + "' as " + first.owner()
                    + ", who owns the schemas, as 'rollcall migrate' is run");
        }
    }
}
