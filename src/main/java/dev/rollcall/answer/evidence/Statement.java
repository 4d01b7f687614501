package dev.rollcall.answer.evidence;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.evidence.SpanFacts.Gap;
import dev.rollcall.answer.evidence.SpanFacts.LinkOfSpan;
import dev.rollcall.answer.evidence.SpanFacts.Reading;
import dev.rollcall.database.ProgramVersion;
import dev.rollcall.directory.TextDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statement of completeness: what was read when, and what was not. A page on its own, without scripts, that a browser
 * is told to fetch nothing for. It says nothing of the time at which it was made, so that the same state gives the same
 * page.
 */
final class Statement {
    private static final String STYLE = style();

    private final SpanFacts facts;
    private final Set<PackFile> files;
    private final HtmlText page = new HtmlText();

    private Statement(SpanFacts facts, Set<PackFile> files) {
        this.facts = facts;
        this.files = EnumSet.copyOf(files);
    }

    /** @param files that the pack has */
    static String of(SpanFacts facts, Set<PackFile> files) {
        Statement statement = new Statement(facts, files);
        statement.write();
        return statement.page.toString();
    }

    private void write() {
        head();
        summary();
        readings();
        gaps();
        consents();
        chain();
        files();
        page.markup("</main>\n</body>\n</html>\n");
    }

    private void head() {
        String title = "Statement of completeness: " + facts.source().name();
        page.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                        + hash(STYLE) + "'; base-uri 'none'; form-action 'none'\">\n")
                .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .markup("<meta name=\"referrer\" content=\"no-referrer\">\n")
                .element("title", title)
                .markup("<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n")
                .element("h1", "Statement of completeness");
        page.markup("<p class=\"quiet\">")
                .text("Who was in which group of ")
                .foreign(facts.source().name())
                .text(", from " + time(facts.known().from()) + " to "
                        + time(facts.known().to()) + ".")
                .markup("</p>\n");
    }

    private void summary() {
        Reading last = facts.last();
        page.markup("<dl>\n");
        entry("Source", facts.source().name());
        entry("Provider", facts.source().provider());
        entry("Identity store", facts.source().identityStoreId());
        entry(
                "Asked about",
                time(facts.asked().from()) + " to " + time(facts.asked().to()));
        entry(
                "Known of it",
                time(facts.known().from()) + " to " + time(facts.known().to()));
        entry(
                "Readings published",
                count(published().stream().filter(this::isInSpan).count()));
        entry(
                "State at the end",
                "of snapshot " + last.snapshotId() + ", read from " + time(last.readFrom()) + " to "
                        + time(last.readTo()) + ", published at " + time(last.publishedAt()));
        entry(
                "It has",
                counted(last.groups(), "groups") + ", " + counted(last.memberships(), "memberships") + ", "
                        + counted(last.users(), "users"));
        entry("Groups it could not read", count(gapsAtTheEnd()));
        entry("Scope", last.scope().equals("all") ? "all groups" : last.scope());
        entry("Made by", "Rollcall " + ProgramVersion.current());
        page.markup("</dl>\n");
        if (!facts.known().from().equals(facts.asked().from())) {
            page.element("p", "Nothing is known before " + time(facts.known().from()) + ".");
        }
        if (!facts.known().to().equals(facts.asked().to())) {
            page.element("p", "Nothing is known after " + time(facts.known().to()) + ": the source was retired.");
        }
        page.element(
                "p",
                "A reading lists every group, the members of each and the users, page by page, and is published only"
                        + " when every group listed was read to its end or is a gap. Between two readings nobody looked: who"
                        + " joined and left again in between is in neither.");
    }

    private void readings() {
        page.element("h2", "What was read when");
        List<List<? extends @Nullable Object>> rows = new ArrayList<>();
        for (Reading reading : facts.readings()) {
            rows.add(Arrays.asList(
                    String.valueOf(reading.snapshotId()),
                    reading.baseline() ? reading.outcome() + ", baseline" : reading.outcome(),
                    reading.readFrom(),
                    reading.readTo(),
                    reading.publishedAt(),
                    reading.groups(),
                    reading.memberships(),
                    reading.withUsers() ? reading.users() : "not read",
                    reading.gaps(),
                    reading.requests(),
                    reading.retries(),
                    reading.throttles(),
                    reading.runs(),
                    sample(reading),
                    reading.scope(),
                    reading.version()));
        }
        table(
                List.of(
                        "snapshot",
                        "outcome",
                        "read from",
                        "read to",
                        "published at",
                        "groups",
                        "memberships",
                        "users",
                        "gaps",
                        "requests",
                        "sent again",
                        "refused as too many",
                        "runs",
                        "read twice, changed meanwhile",
                        "scope",
                        "Rollcall"),
                rows);
        page.element(
                "p",
                "The first row may be older than the span: it is the state that the span begins with. Some groups are read"
                        + " a second time at a reading's end; those that changed meanwhile tell how much a reading blurs. Times"
                        + " are in UTC.");
    }

    private static @Nullable String sample(Reading reading) {
        return reading.sampledGroups() == null
                ? null
                : reading.sampledGroups() + ", " + (reading.driftedGroups() == null ? 0 : reading.driftedGroups());
    }

    private void gaps() {
        page.element("h2", "What could not be read");
        if (facts.gaps().isEmpty()) {
            page.element("p", "Every group listed was read in every reading.");
            return;
        }
        page.element("p", "These groups kept what was last published of them while they could not be read.");
        List<List<? extends @Nullable Object>> rows = new ArrayList<>();
        for (Gap gap : facts.gaps()) {
            rows.add(Arrays.asList(gap.groupId(), gap.groupName(), gap.since(), gap.until(), gap.reason()));
        }
        table(List.of("group", "name then", "since", "until", "why"), rows);
    }

    private void consents() {
        page.element("h2", "Removals that a person consented to");
        List<List<? extends @Nullable Object>> rows = new ArrayList<>();
        for (Reading reading : facts.readings()) {
            if (reading.consentedAt() != null) {
                rows.add(Arrays.asList(
                        String.valueOf(reading.snapshotId()),
                        reading.consentedAt(),
                        reading.consentedBy(),
                        reading.removedMembers(),
                        reading.removedGroups()));
            }
        }
        if (rows.isEmpty()) {
            page.element("p", "None: no published reading removed more than the guard lets pass.");
        } else {
            table(List.of("snapshot", "consented at", "by", "members left", "groups deleted"), rows);
        }
        List<Reading> held = facts.readings().stream()
                .filter(reading -> reading.outcome().equals("guarded"))
                .toList();
        if (!held.isEmpty()) {
            page.element("p", "The guard holds back " + count(held.size()) + " more, see the table above.");
        }
    }

    private void chain() {
        page.element("h2", "The chain");
        if (facts.newestLink() == null) {
            page.element("p", "The source has no chain: nothing shows whether its past was edited.");
            return;
        }
        page.element(
                "p",
                "Each publish adds a link: a SHA-256 over the link before and over digests of every row that was published"
                        + " or ended. A past that was edited no longer agrees with them. Whoever owns the database could"
                        + " rewrite rows and links alike: only a link that was kept elsewhere shows that.");
        List<List<? extends @Nullable Object>> rows = new ArrayList<>();
        for (LinkOfSpan link : facts.links()) {
            rows.add(Arrays.asList(String.valueOf(link.seq()), link.kind(), link.at(), link.link()));
        }
        table(List.of("link", "of", "at", "SHA-256"), rows);
        page.markup("<p>")
                .text("The newest link of all when this was made: ")
                .markup("<code>")
                .text(facts.newestLink())
                .markup("</code></p>\n");
        page.element("h3", "How to verify");
        page.markup("<ul>\n");
        command(
                "rollcall verify --evidence FILE.zip",
                "checks the hash of every file here, and the chain, without a database.");
        command(
                "rollcall verify " + facts.source().name() + " --head " + facts.newestLink(),
                "asks the database whether this is still one of its links, and computes the chain anew from its rows.");
        page.markup("</ul>\n");
    }

    private void command(String command, String does) {
        page.markup("<li><code>").text(command).markup("</code> ").text(does).markup("</li>\n");
    }

    private void files() {
        page.element("h2", "The files of this pack").markup("<dl>\n");
        for (PackFile file : files) {
            entry(file.fileName(), file.meaning());
        }
        page.markup("</dl>\n");
        if (!files.contains(PackFile.CONFIGURATION)) {
            page.element("p", "There was no job file of the source where this was made.");
        }
        if (!files.contains(PackFile.REPORT)) {
            page.element("p", "The history of the span is too large for a page to look through.");
        }
        page.element(
                "p",
                "In the CSV files a text that a spreadsheet would take for a formula has one leading ' more than it has in"
                        + " the database.");
    }

    private void table(List<String> header, List<List<? extends @Nullable Object>> rows) {
        page.markup("<div class=\"scroll\">\n").table(header, rows).markup("</div>\n");
    }

    private void entry(String term, String text) {
        page.markup("<dt>").text(term).markup("</dt><dd>").foreign(text).markup("</dd>\n");
    }

    private List<Reading> published() {
        return facts.readings().stream().filter(Reading::isPublished).toList();
    }

    private boolean isInSpan(Reading reading) {
        return reading.publishedAt() != null
                && !reading.publishedAt().isBefore(facts.known().from());
    }

    private long gapsAtTheEnd() {
        Instant end = facts.known().to();
        return facts.gaps().stream()
                .filter(gap -> gap.until() == null || gap.until().isAfter(end))
                .count();
    }

    private static String counted(@Nullable Long count, String what) {
        return (count == null ? "an unknown number of" : count(count)) + " " + what;
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "an unknown time" : PointInTime.format(time);
    }

    private static String style() {
        try (InputStream file = Statement.class.getResourceAsStream("statement.css")) {
            if (file == null) {
                throw new IllegalStateException("statement.css is not in the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        return Base64.getEncoder().encodeToString(TextDigest.sha256(text));
    }
}
