package dev.rollcall.development;

import dev.rollcall.database.SqlFile;
import dev.rollcall.postgres.EmbeddedServer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What readers find in the database after a run, for someone who sees it for the first time. */
final class Summary {
    private static final int MOST_NAMES = 10;
    private static final String JOINED_OR_LEFT = SqlFile.read(Summary.class, "joined-or-left");

    private final JdbcTemplate database;
    private final JdbcClient client;
    private final EmbeddedServer server;
    private final PrintStream out;

    private Summary(EmbeddedServer server, JdbcTemplate database, PrintStream out) {
        this.server = server;
        this.database = database;
        this.client = JdbcClient.create(database);
        this.out = out;
    }

    static Summary of(EmbeddedServer server, PrintStream out) {
        return new Summary(
                server,
                new JdbcTemplate(new DriverManagerDataSource(server.url(), server.user(), server.password())),
                out);
    }

    /** @param folder where the run keeps everything */
    void print(Path folder) {
        out.println();
        SandboxSource.ALL.forEach(source -> printChanges(PublishedSnapshot.newest(client, source.name())));
        ExampleQuery.ALL.forEach(example -> example.print(database, out));
        String data = Objects.requireNonNull(database.queryForObject("SHOW data_directory", String.class));
        out.printf("Run it again for the next day, and see who joined and left: ./mvnw spring-boot:test-run%n");
        out.printf("PostgreSQL stops now; it keeps its data in%n    %s%n", data);
        out.printf("To ask it yourself, start it and tell rollcall where it is (psql too, without jdbc:):%n");
        out.printf("    %s%n", server.startCommand());
        out.printf("    export ROLLCALL_DB_URL=%s ROLLCALL_DB_USER=%s%n", server.url(), server.user());
        out.printf("The job files are in%n    %s%n", folder.resolve("jobs").toAbsolutePath());
        out.printf("More queries: db/queries. With your own identity store and database: README.md.%n%n");
    }

    private void printChanges(PublishedSnapshot snapshot) {
        if (snapshot.baseline()) {
            out.printf("%s: the baseline. Whoever joins or leaves from now on is history.%n%n", snapshot.source());
            return;
        }
        out.printf("Who joined and left groups of %s since the last run?%n%n", snapshot.source());
        TextTable members = new TextTable();
        add(members, snapshot, "joined");
        add(members, snapshot, "left");
        members.print(out);
        printRest("joined", snapshot.membersJoined());
        printRest("left", snapshot.membersLeft());
        out.println();
    }

    private void add(TextTable members, PublishedSnapshot snapshot, String verb) {
        client.sql(JOINED_OR_LEFT)
                .param("source", snapshot.source())
                .param("snapshot", snapshot.snapshotId())
                .param("kind", "member-" + verb)
                .param("most", MOST_NAMES)
                .query(row -> {
                    members.add(Arrays.asList(
                            row.getString("member"), row.getString("user_name"), verb, row.getString("group_name")));
                });
    }

    private void printRest(String verb, long all) {
        if (all > MOST_NAMES) {
            out.printf(Locale.ROOT, "    and %,d more %s%n", all - MOST_NAMES, verb);
        }
    }
}
