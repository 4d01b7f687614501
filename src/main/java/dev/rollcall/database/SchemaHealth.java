package dev.rollcall.database;

import dev.rollcall.directory.ConfigurationException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What others may have done to the schema, so that a run would fail. Looks, and changes nothing. */
public final class SchemaHealth {
    private static final String UNPUBLISHABLE = SqlFile.read(SchemaHealth.class, "unpublishable-tables");

    private static final String SEQUENCES_BEHIND = """
            SELECT sequence || ' gave ' || given || ' last, and ' || used || ' is in use' FROM staging.sequences_behind()
            """;

    private final JdbcClient jdbc;

    public SchemaHealth(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Every table whose changes a publication tells has a replica identity.
     *
     * @throws ConfigurationException when one has none
     */
    public void requireReplicaIdentities() {
        List<String> tables = jdbc.sql(UNPUBLISHABLE).query(String.class).list();
        if (!tables.isEmpty()) {
            throw new ConfigurationException("database: without a replica identity no row can be changed of "
                    + String.join(", ", tables) + ": as the owner run the statement in brackets");
        }
    }

    /**
     * No sequence would give a number that is in use, as after a restore that left sequences out.
     *
     * @throws ConfigurationException when one would
     */
    public void requireSequencesAhead() {
        List<String> behind = jdbc.sql(SEQUENCES_BEHIND).query(String.class).list();
        if (!behind.isEmpty()) {
            throw new ConfigurationException(
                    "database: sequences are behind their tables, as after a restore that left" + " them out: "
                            + String.join(", ", behind) + ": run 'rollcall migrate' as the owner of the schemas");
        }
    }
}
