package dev.rollcall.answer.report;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.database.Database;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.machine.TemporaryFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A database with a small history of two sources, and reports of it. {@code acme}: people join and leave, come back, are
 * renamed and vanish; a group is renamed, one is deleted, one can't be read; names are hostile. {@code emea}: two
 * snapshots.
 */
final class ReportFixture implements AutoCloseable {
    /** Names as an attacker, or a tired person, would choose them. */
    static final List<String> HOSTILE = List.of(
            "</script><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "\u202Egnp.exe",
            "a\u0001b\tc\nd",
            "財務部 経理",
            "المالية والمحاسبة",
            "👩\u200D🚀 crew 👍🏽",
            "O'Neil & \"Sons\"",
            "=HYPERLINK(\"http://x\")",
            "\u200B\uFEFF+1",
            "${7*7} {{7*7}} @template",
            "e\u0301clair",
            "Z".repeat(900));

    final StoreFixture store = new StoreFixture();
    final int acme = store.source("acme");
    final int emea = store.source("emea");
    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-report");

    ReportFixture() {
        publishAcme();
        store.snapshot(emea).group("emea-admins", "erik").users("erik").publish();
        store.snapshot(emea)
                .group("emea-admins", "erik", "eva")
                .users("erik,eva".split(","))
                .publish();
    }

    private void publishAcme() {
        StoreFixture.Staged first = store.snapshot(acme)
                .named("finance", "Finance Readers", "anna", "ben", "chen")
                .named("platform", "Platform", "ben")
                .named("empty", "Nobody")
                .named("doomed", "Doomed", "anna")
                .users("anna", "ben", "chen", "lone");
        addHostile(first);
        first.publish();

        StoreFixture.Staged second = store.snapshot(acme)
                .named("finance", "Finance Readers", "anna", "ben", "dora")
                .named("platform", "Platform Engineering", "ben", "chen")
                .named("empty", "Nobody")
                .users("anna", "ben", "chen", "dora", "lone");
        second.alter("platform", "description = 'Runs everything'");
        store.execute(
                "UPDATE staging.users SET display_name = 'Anna Newname' WHERE snapshot = ? AND user_id = 'anna'",
                second.id);
        addHostile(second);
        second.publish();

        StoreFixture.Staged third = store.snapshot(acme)
                .named("finance", "Finance Readers", "anna", "ben", "chen", "ghost")
                .gap("platform")
                .named("empty", "Nobody")
                .users("anna", "ben", "chen", "dora", "lone");
        store.execute(
                "UPDATE staging.users SET display_name = 'Anna Newname', status = 'disabled'"
                        + " WHERE snapshot = ? AND user_id = 'anna'",
                third.id);
        addHostile(third);
        third.publish();
    }

    private void addHostile(StoreFixture.Staged staged) {
        for (int i = 0; i < HOSTILE.size(); i++) {
            String user = "hostile" + i;
            staged.users(user);
            store.execute(
                    "UPDATE staging.users SET display_name = ? WHERE snapshot = ? AND user_id = ?",
                    HOSTILE.get(i),
                    staged.id,
                    user);
            staged.named("hostile-group" + i, HOSTILE.get(i), user);
            staged.alter("hostile-group" + i, "description = display_name");
        }
    }

    /** When the snapshots of a source were published. */
    List<Instant> published(String source) {
        return store.jdbc
                .sql("""
                        SELECT published_at FROM directory.snapshots
                         WHERE source = ? AND outcome = 'published' ORDER BY published_at
                        """)
                .param(source)
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .list();
    }

    /** A report of all that is known. */
    Path page(String... sources) {
        return page(new Span(PointInTime.LEAST, Instant.now()), sources);
    }

    Path page(Span span, String... sources) {
        Path file = folder.resolve(String.join("-", sources) + ".html");
        try {
            Files.write(file, bytes(span, sources));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    byte[] bytes(Span span, String... sources) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            Report.of(session, List.of(sources), span).writeTo(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toByteArray();
    }

    @Override
    public void close() {
        folder.close();
        store.close();
    }
}
