package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.User;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.WebhookReceiver;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** After a life in which a provider named a user wherever it could, forget leaves none of the user's texts in any table. */
class ForgottenMessagesTest {
    private static final List<String> TEXTS =
            List.of("dquixote", "Don Quixote", "don@mancha.example", "rocinante-7", "alonso", "Alonso Quijano");
    private static final String ID = "0a1b2c3d-1111-2222-3333-444455556666";
    private static final GroupId MADE = new GroupId("0a1b2c3d-7777-2222-3333-444455556666");
    private static final String DENIAL =
            "alonso, now DQUIXOTE (Don Quixote <don@mancha.example>, rocinante-7), whom dquixotes know, forbids it";

    private final SandboxDirectory directory = SandboxDirectory.generate(76, Shape.of(8, 60, 30));
    private final CliFixture cli = new CliFixture(Cloud.AWS, directory);
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void close() {
        cli.close();
        receiver.close();
    }

    @Test
    void noColumnOfAnyTableHoldsATextOfAForgottenUser() {
        live();
        assertThat(found())
                .containsKeys(
                        "directory.users_history.user_name",
                        "directory.principal.name",
                        "directory.last_run.message",
                        "directory.gap.reason",
                        "staging.group_checkpoint.reason",
                        "staging.notice.event",
                        "staging.notice.summary",
                        "batch.batch_step_execution.exit_message");
        CommandResult shown = cli.run("forget", "acme", "--user", ID, "--principals", "--dry-run")
                .isDone();
        assertThat(shown.out()).contains("  in messages of runs, gaps and notices: ");
        JsonNode event = event();

        CommandResult forgotten =
                cli.run("forget", "acme", "--user", ID, "--principals").isDone();

        assertThat(found()).isEmpty();
        assertThat(forgotten.out()).contains("  taken out of messages of runs, gaps and notices: ");
        String without = "[forgotten], now [forgotten] ([forgotten] <[forgotten]>, [forgotten]), whom dquixotes know";
        assertThat(value("SELECT message FROM directory.last_run")).contains(without);
        assertThat(value("SELECT reason FROM directory.gap")).contains(without);
        assertThat(event().at("/data/error/message").asString()).contains(without);
        assertThat(event().get("id")).isEqualTo(event.get("id"));
        cli.run("verify").isDone();
    }

    /** What was left of the last run goes on as before: its snapshot is published, its notices are delivered. */
    @Test
    void runGoesOnAfterwards() {
        live();
        cli.run("forget", "acme", "--user", ID).isDone();
        cli.sandbox().faults().clear();
        receiver.server().respond(WebhookReceiver.TAKEN);

        cli.run("sync", "acme").isDone();

        assertThat(value("SELECT count(*) FROM staging.notice")).isEqualTo("0");
        assertThat(String.join("\n", receiver.bodies())).contains("whom dquixotes know");
        cli.run("verify").isDone();
    }

    private void live() {
        receiver.server().respond(new ServerResponse(404, ""));
        cli.job("acme", cli.jobFile() + "gaps:\n  max-percent: 5\nnotify:\n  webhook: " + receiver.url() + "\n");
        directory.addUser(user("alonso", "Alonso Quijano"));
        directory.addGroup(made());
        directory.groups().forEach(group -> directory.addMember(group.id(), ID));
        cli.run("sync", "acme").isDone();
        directory.updateUser(user("dquixote", "Don Quixote"));
        cli.sandbox()
                .faults()
                .denialMessage(DENIAL)
                .denyGroup(directory.groups().get(2).id());
        cli.run("sync", "acme").endsWith(4);
        guarded();
        cli.sandbox().faults().denyOperation("ListUsers");
        cli.run("sync", "acme").endsWith(1);

        directory.removeUser(ID);
        cli.sandbox()
                .faults()
                .clear()
                .denialMessage(DENIAL)
                .denyGroup(directory.groups().get(2).id());
        cli.run("sync", "acme", "--fresh").endsWith(4);
        cli.sandbox().faults().denyGroup(directory.groups().get(1).id());
        assertThat(cli.run("sync", "acme").endsWith(1).out()).contains("gaps.max-percent");
        cli.sandbox().faults().denialReason("KMS_ACCESS_DENIED");
        cli.run("sync", "acme").endsWith(1);
    }

    /** The user leaves with the group that the user made, and a person consents. */
    private void guarded() {
        directory.removeGroup(MADE);
        directory.groups().stream().skip(3).forEach(group -> directory.removeGroup(group.id()));
        cli.run("sync", "acme").endsWith(3);
        String snapshot = value("SELECT id FROM directory.snapshot WHERE outcome = 'guarded'");
        cli.run("sync", "acme", "--accept-removals=" + snapshot).endsWith(4);
    }

    private static User user(String name, String displayName) {
        return new User(
                ID,
                name,
                displayName,
                "don@mancha.example",
                User.Status.ENABLED,
                List.of(new ExternalId("https://idp.example", "rocinante-7")),
                null,
                "arn:aws:iam::1:user/dquixote",
                null,
                null);
    }

    private static Group made() {
        return new Group(
                MADE, "made", null, List.of(), null, "arn:aws:iam::1:user/Alonso", null, "Don Quixote himself");
    }

    private JsonNode event() {
        return JsonMapper.shared().readTree(value("SELECT event FROM staging.notice ORDER BY no DESC LIMIT 1"));
    }

    private String value(String sql) {
        return String.valueOf(cli.jdbc().sql(sql).query().singleValue());
    }

    /** The texts that each column of a text, JSON or bytes holds, in all tables of the three schemas. */
    private Map<String, List<String>> found() {
        Map<String, List<String>> found = new TreeMap<>();
        cli.jdbc().sql("""
                        SELECT c.oid::regclass::text AS "table", quote_ident(a.attname) AS "column"
                          FROM pg_class c
                          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                          JOIN pg_type t ON t.oid = a.atttypid
                         WHERE c.relkind IN ('r', 'm', 'p')
                           AND c.relnamespace::regnamespace::text IN ('directory', 'staging', 'batch')
                           AND (t.typcategory IN ('S', 'A', 'U') OR t.typname IN ('json', 'jsonb', 'bytea'))
                        """).query().listOfRows().forEach(row -> {
            String table = String.valueOf(row.get("table"));
            String column = String.valueOf(row.get("column"));
            List<String> texts =
                    TEXTS.stream().filter(text -> holds(table, column, text)).toList();
            if (!texts.isEmpty()) {
                found.put(table + "." + column, texts);
            }
        });
        return found;
    }

    /** Whole words: those who are called dquixotes are somebody else. */
    private boolean holds(String table, String column, String text) {
        return cli.jdbc()
                .sql("SELECT EXISTS (SELECT FROM " + table + " t WHERE replace(lower(CASE WHEN pg_typeof(t." + column
                        + ") = 'bytea'::regtype THEN encode(convert_to(t." + column
                        + "::text, 'UTF8'), 'escape') ELSE t."
                        + column + "::text END), 'dquixotes', '') LIKE '%' || lower(?) || '%')")
                .param(text)
                .query(Boolean.class)
                .single();
    }
}
