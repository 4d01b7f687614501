package dev.rollcall.database;

import dev.rollcall.directory.ConfigurationException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rights of the database's user on what is there. Looking needs none.
 *
 * @param version PostgreSQL's {@code server_version_num}
 * @param role the group role that holds them
 * @param membership how the user has that role
 * @param missing rights of that role which the user lacks, in words
 * @param hidden tables of which row-level security hides rows from the user
 */
public record Rights(
        String user, int version, String role, Membership membership, List<String> missing, List<String> hidden) {
    private static final String WRITER = "rollcall_writer";
    private static final String READER = "rollcall_reader";

    private static final String MISSING = SqlFile.read(Rights.class, "missing-rights");
    private static final String MISSING_TO_READ = SqlFile.read(Rights.class, "missing-read-rights");
    private static final String HIDDEN = SqlFile.read(Rights.class, "hidden-rows");

    private static final String FACTS = """
            SELECT quote_ident(session_user) AS user_name,
                   current_setting('server_version_num')::int AS version,
                   CASE WHEN to_regrole(:role) IS NULL THEN 'NO_SUCH_ROLE'
                        WHEN NOT pg_has_role(to_regrole(:role), 'MEMBER') THEN 'NONE'
                        WHEN NOT pg_has_role(to_regrole(:role), 'USAGE') THEN 'NOT_INHERITED'
                        ELSE 'INHERITED' END AS membership
            """;

    /** From this version on each membership says whether it inherits; before, the role itself did. */
    private static final int GRANTS_INHERIT = 160_000;

    private static final int MOST_NAMED = 3;

    public Rights {
        missing = List.copyOf(missing);
        hidden = List.copyOf(hidden);
    }

    /** How a user has a group role. */
    public enum Membership {
        NO_SUCH_ROLE,
        NONE,
        NOT_INHERITED,
        INHERITED
    }

    /** Those that syncing needs. */
    public static Rights toWrite(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        List<String> missing = jdbc.sql(MISSING).query(String.class).list();
        return of(jdbc, WRITER, missing, jdbc.sql(HIDDEN).query(String.class).list());
    }

    /**
     * Requires those that reading needs, what is published as well as what is under way. Views hide no rows from their
     * readers.
     *
     * @throws ConfigurationException as {@link #require} does
     */
    public static void requireToRead(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        List<String> missing = jdbc.sql(MISSING_TO_READ).query(String.class).list();
        if (!missing.isEmpty()) {
            of(jdbc, READER, missing, List.of()).require();
        }
    }

    private static Rights of(JdbcClient jdbc, String role, List<String> missing, List<String> hidden) {
        return jdbc.sql(FACTS)
                .param("role", role)
                .query((row, n) -> new Rights(
                        row.getString("user_name"),
                        row.getInt("version"),
                        role,
                        Membership.valueOf(row.getString("membership")),
                        missing,
                        hidden))
                .single();
    }

    /**
     * The user may do all of it, and sees all rows.
     *
     * @throws ConfigurationException when not; says what is missing, why, and what to do
     */
    public void require() {
        if (!missing.isEmpty()) {
            throw new ConfigurationException("database: user " + user + " lacks " + some(missing) + ": " + remedy());
        }
        if (!hidden.isEmpty()) {
            throw new ConfigurationException("database: row-level security hides rows of " + some(hidden)
                    + " from user " + user + ": as an administrator run: ALTER ROLE " + user + " BYPASSRLS");
        }
    }

    private String remedy() {
        return switch (membership) {
            case NO_SUCH_ROLE ->
                "there is no role " + role + ": as an administrator run: CREATE ROLE " + role
                        + " NOLOGIN; then run 'rollcall migrate' as the owner of the schemas, which grants it its rights";
            case NONE -> "as an administrator run: GRANT " + role + " TO " + user;
            case NOT_INHERITED ->
                "it is a member of " + role + ", whose rights it does not inherit: as an administrator"
                        + " run: "
                        + (version < GRANTS_INHERIT
                                ? "ALTER ROLE " + user + " INHERIT"
                                : "GRANT " + role + " TO " + user + " WITH INHERIT TRUE");
            case INHERITED ->
                role + " itself lacks it: run 'rollcall migrate' as the owner of the schemas, which grants"
                        + " it again";
        };
    }

    private static String some(List<String> names) {
        String named = String.join("; ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        return names.size() > MOST_NAMED ? named + " and " + (names.size() - MOST_NAMED) + " more" : named;
    }
}
