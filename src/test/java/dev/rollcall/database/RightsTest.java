package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.postgres.TestDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class RightsTest {
    private static final String MEMBER =
            "rollcall_member_" + ProcessHandle.current().pid();

    /** What the migration grants to the writers, as statements that take it away and give it back. */
    private static final String GRANTS = """
            SELECT format('%s ON %s %%s rollcall_writer', a.privilege_type, o.name)
              FROM (SELECT c.relacl AS acl, format('%s %I.%I', CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                                                   n.nspname, c.relname) AS name, c.relkind AS kind, n.nspname
                      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    UNION ALL
                    SELECT f.proacl, format('FUNCTION %s', f.oid::regprocedure), 'f', n.nspname
                      FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
                    UNION ALL
                    SELECT n.nspacl, format('SCHEMA %I', n.nspname), 'n', n.nspname FROM pg_namespace n) AS o
             CROSS JOIN LATERAL aclexplode(o.acl) AS a
             WHERE o.nspname IN ('directory', 'staging', 'batch')
               AND a.grantee = 'rollcall_writer'::regrole
               -- Views are only read, whatever GRANT ON ALL TABLES says.
               AND (o.kind <> 'v' OR a.privilege_type = 'SELECT')
             ORDER BY 1
            """;

    private final TestDatabase server = MigratedDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(server.dataSource());
    private final DataSource member = new DriverManagerDataSource(server.url(), MEMBER, "pw");

    @BeforeEach
    void createMember() {
        jdbc.sql("CREATE ROLE " + MEMBER + " LOGIN PASSWORD 'pw' IN ROLE rollcall_writer")
                .update();
    }

    @AfterEach
    void close() {
        jdbc.sql("DROP ROLE " + MEMBER).update();
        server.close();
    }

    @Test
    void everyRightThatTheMigrationGrantsIsAskedFor() {
        List<String> grants = jdbc.sql(GRANTS).query(String.class).list();
        assertThat(grants).hasSizeGreaterThan(50);
        assertThat(Rights.toWrite(member).missing()).isEmpty();

        assertThat(grants).allSatisfy(grant -> {
            jdbc.sql("REVOKE " + grant.formatted("FROM")).update();
            assertThat(Rights.toWrite(member).missing()).as(grant).isNotEmpty();
            jdbc.sql("GRANT " + grant.formatted("TO")).update();
        });
        assertThat(Rights.toWrite(member).missing()).isEmpty();
    }
}
