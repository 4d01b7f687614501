package dev.rollcall.answer.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.answer.NotCoveredException;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.answer.export.ExportListener;
import dev.rollcall.answer.export.Sha256;
import dev.rollcall.database.Database;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.StoreFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A pack holds what a span rests on, and what was changed in it is found without a database. */
class EvidencePackTest {
    private static final String SHA_256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String HOSTILE = "</title><script>alert(1)</script>\u202e\u0001'\"&";

    @TempDir
    Path folder;

    private final StoreFixture store = new StoreFixture();

    @BeforeEach
    void publish() {
        int acme = store.source("acme");
        store.snapshot(acme)
                .group("g", "ann", "bob")
                .named("h", HOSTILE, "ann")
                .users("ann", "bob")
                .publish();
        store.snapshot(acme)
                .group("g", "ann", "bob", "cat")
                .gap("h")
                .users("ann", "bob", "cat")
                .tolerateAllGaps()
                .publish();
        store.execute(
                "UPDATE directory.snapshot SET consented_at = published_at, consented_by = ? WHERE id = 1", HOSTILE);
        store.snapshot(acme)
                .group("g", "ann", "cat")
                .gap("h")
                .users("ann", "bob", "cat")
                .tolerateAllGaps()
                .publish();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void holdsTheFilesOfTheContractInOrder() throws IOException {
        Map<String, byte[]> files = read(pack("provider: aws\n", to -> to.write(new byte[] {'r'})));

        assertThat(files.keySet())
                .containsExactly(
                        "statement.html",
                        "report.html",
                        "groups.csv",
                        "memberships.csv",
                        "users.csv",
                        "changes.csv",
                        "snapshots.csv",
                        "gaps.csv",
                        "chain.csv",
                        "configuration.yaml",
                        "manifest.json");
        assertThat(text(files, "configuration.yaml")).isEqualTo("provider: aws\n");
        assertThat(text(files, "memberships.csv")).hasLineCount(4).contains("\"acme\",\"g\"", "\"cat\"");
        assertThat(text(files, "changes.csv")).contains("\"member-joined\"", "\"member-left\"");
        assertThat(text(files, "snapshots.csv")).hasLineCount(4);
        assertThat(text(files, "gaps.csv")).contains("\"h\"", "\"denied\"");
        assertThat(text(files, "chain.csv")).hasLineCount(4);
    }

    @Test
    void withoutAJobFileOrAReportTheirFilesAreAbsentAndTheStatementSaysSo() throws IOException {
        Map<String, byte[]> files = read(pack(null, null));

        assertThat(files)
                .doesNotContainKeys("configuration.yaml", "report.html")
                .hasSize(9);
        assertThat(text(files, "statement.html"))
                .contains("There was no job file", "too large for a page")
                .doesNotContain("configuration.yaml");
    }

    @Test
    void statementTellsReadingsGapsConsentsAndTheChain() throws IOException {
        String statement = text(read(pack(null, null)), "statement.html");

        assertThat(statement)
                .contains("Statement of completeness", "<bdi>d-acme</bdi>", "<td><bdi>denied</bdi></td>")
                .contains("<dt>Readings published</dt><dd><bdi>3</bdi></dd>")
                .contains("rollcall verify acme --head "
                        + store.value("SELECT max(link) FROM (SELECT link FROM"
                                + " directory.chain ORDER BY seq DESC LIMIT 1) l"))
                .contains("Removals that a person consented to");
    }

    @Test
    void statementIsAPageThatRunsAndFetchesNothing() throws IOException {
        String statement = text(read(pack(null, null)), "statement.html");

        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(statement);
        assertThat(style.find()).isTrue();
        assertThat(statement)
                .contains("content=\"default-src 'none'; style-src 'sha256-" + sha256(style.group(1))
                        + "'; base-uri 'none'; form-action 'none'\"")
                .doesNotContain("<script", "style=", "http://", "https://", "\u202e", "\u0001")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u{202E}\\u{0001}&#39;&quot;&amp;");
    }

    @Test
    void sameStateGivesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(pack("x", null));

        assertThat(Files.readAllBytes(pack("x", null))).isEqualTo(first);
    }

    @Test
    void spanIsCutToWhatIsKnown() throws IOException {
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            EvidencePack pack =
                    EvidencePack.of(session, "acme", new Span(longAgo, session.now()), null, null, ExportListener.NONE);
            assertThat(pack.known().from()).isEqualTo(published("min"));
            Path file = folder.resolve("cut.zip");
            pack.writeTo(file);
            assertThat(text(read(file), "statement.html")).contains("Nothing is known before");
            assertThatThrownBy(() -> EvidencePack.of(
                            session, "acme", new Span(longAgo, longAgo), null, null, ExportListener.NONE))
                    .isInstanceOf(NotCoveredException.class);
        }
    }

    @Test
    void untouchedPackAgrees() throws IOException {
        PackCheck.Checked checked = PackCheck.check(pack("x: y\n", null), null);

        assertThat(checked.disagreement()).isNull();
        assertThat(checked.source()).isEqualTo("acme");
        assertThat(checked.files()).isEqualTo(9);
        assertThat(checked.links()).isEqualTo(3);
        assertThat(checked.newestLink())
                .isEqualTo(store.value("SELECT link FROM directory.chain ORDER BY seq DESC LIMIT 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "statement.html",
                "groups.csv",
                "memberships.csv",
                "users.csv",
                "changes.csv",
                "snapshots.csv",
                "gaps.csv",
                "chain.csv",
                "configuration.yaml"
            })
    void changedByteOfAFileIsFound(String name) throws IOException {
        Path changed = changed(name, content -> content + "x");

        assertThat(PackCheck.check(changed, null).disagreement())
                .contains(name, "is not the file that the manifest tells of")
                .doesNotContain(SHA_256_OF_NOTHING);
    }

    @Test
    void factThatWasEditedWithItsHashIsFound() throws IOException {
        assertThat(PackCheck.check(rehashed("chain.csv", chain -> chain.replaceFirst("4:test", "4:tesT")), null)
                        .disagreement())
                .contains("link 1 does not follow from its facts");
        assertThat(PackCheck.check(
                                rehashed("chain.csv", chain -> chain.replaceFirst("\"published\"", "\"retired\"")),
                                null)
                        .disagreement())
                .contains("link 1 has facts that its other columns don't agree with");
    }

    @Test
    void linkThatWasTakenOutIsFound() throws IOException {
        assertThat(PackCheck.check(rehashed("chain.csv", EvidencePackTest::withoutItsThirdLine), null)
                        .disagreement())
                .contains("link 2 is missing");
        assertThat(PackCheck.check(rehashed("chain.csv", chain -> chain.substring(0, chain.indexOf("\r\n") + 2)), null)
                        .disagreement())
                .contains("the link that the manifest names is not in chain.csv");
    }

    @Test
    void fileThatWasTakenOutOrIsNotListedIsFound() throws IOException {
        Map<String, byte[]> files = read(pack(null, null));
        files.remove("gaps.csv");
        assertThat(PackCheck.check(write(files), null).disagreement())
                .contains("'gaps.csv' is in the manifest and not in the pack");

        Map<String, byte[]> more = read(pack(null, null));
        more.put("report.html", new byte[0]);
        assertThat(PackCheck.check(write(more), null).disagreement())
                .contains("report.html is in the pack and not in the manifest");
    }

    @Test
    void whatIsNoPackIsRefusedInOneLine() throws IOException {
        refuses(folder.resolve("none.zip"), "there is no such file");
        Path text = Files.writeString(folder.resolve("text.zip"), "no archive at all, but long enough for one");
        refuses(text, "does not end as an archive");
        refuses(Files.writeString(folder.resolve("short.zip"), "x"), "too short");
        refuses(folder, "is no evidence pack");
        Map<String, byte[]> files = read(pack(null, null));
        files.put("../../etc/passwd", new byte[0]);
        refuses(write(files), "'../../etc/passwd', which no pack has");
        Map<String, byte[]> noManifest = read(pack(null, null));
        noManifest.remove("manifest.json");
        refuses(write(noManifest), "it has no manifest.json");
        refuses(write(replaced("manifest.json", old -> "{")), "manifest.json is no JSON");
        refuses(write(replaced("manifest.json", old -> "{}")), "manifest.json lists no files");
        refuses(write(replaced("manifest.json", old -> " ".repeat(1 << 21))), "manifest.json is too large");
        refuses(write(rehashedFiles("chain.csv", old -> "a,b\r\n")), "chain.csv has other columns");
        refuses(
                write(rehashedFiles("chain.csv", old -> old + "\"" + "x".repeat(1 << 17))),
                "chain.csv is not as Rollcall");
    }

    @Test
    void damagedPackIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(pack(null, null));
        for (int at = 30; at < bytes.length; at += Math.max(1, bytes.length / 60)) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            Path file = Files.write(folder.resolve("damaged.zip"), damaged);
            try {
                PackCheck.check(file, null);
            } catch (ConfigurationException e) {
                assertThat(e).hasMessageContaining("damaged.zip: is no evidence pack: ");
            }
        }
    }

    @Test
    void packThatUnpacksToFarMoreIsRefused() throws IOException {
        Path file = folder.resolve("bomb.zip");
        byte[] zeros = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : read(pack(null, null)).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                for (int i = 0; i < 100 && entry.getKey().equals("groups.csv"); i++) {
                    zip.write(zeros);
                }
            }
        }

        refuses(file, "it unpacks to far more than a pack does");
    }

    @Test
    void archiveThatSaysItHoldsManyFilesIsNotEvenOpened() throws IOException {
        byte[] bytes = Files.readAllBytes(pack(null, null));
        ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        end.putShort(bytes.length - 12, (short) 60_000);

        refuses(Files.write(folder.resolve("many.zip"), bytes), "it holds more files than a pack has");
    }

    private static void refuses(Path file, String reason) {
        assertThatThrownBy(() -> PackCheck.check(file, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(reason);
    }

    private static String withoutItsThirdLine(String text) {
        String[] lines = text.split("(?<=\r\n)", -1);
        return lines[0] + lines[1] + lines[3];
    }

    private Path pack(@Nullable String configuration, EvidencePack.@Nullable Page report) {
        Path file = folder.resolve("pack.zip");
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            EvidencePack.of(
                            session,
                            "acme",
                            new Span(published("min"), published("max")),
                            configuration,
                            report,
                            ExportListener.NONE)
                    .writeTo(file);
        }
        return file;
    }

    private Instant published(String which) {
        return store.jdbc
                .sql("SELECT " + which + "(published_at) FROM directory.snapshot")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private static Map<String, byte[]> read(Path file) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    private Path write(Map<String, byte[]> files) throws IOException {
        Path file = folder.resolve("changed.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private Path changed(String name, UnaryOperator<String> change) throws IOException {
        return write(replaced(name, change));
    }

    private Map<String, byte[]> replaced(String name, UnaryOperator<String> change) throws IOException {
        Map<String, byte[]> files = read(pack("x: y\n", null));
        files.put(name, change.apply(text(files, name)).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** A file changed by one who knows that the manifest holds its hash. */
    private Path rehashed(String name, UnaryOperator<String> change) throws IOException {
        return write(rehashedFiles(name, change));
    }

    private Map<String, byte[]> rehashedFiles(String name, UnaryOperator<String> change) throws IOException {
        Map<String, byte[]> files = read(pack("x: y\n", null));
        JsonNode manifest = JsonMapper.shared().readTree(files.get("manifest.json"));
        String old = "";
        for (JsonNode file : manifest.get("files")) {
            old = file.get("name").asString().equals(name) ? file.get("sha256").asString() : old;
        }
        files.put(name, change.apply(text(files, name)).getBytes(StandardCharsets.UTF_8));
        Sha256 hash = new Sha256();
        hash.through(new ByteArrayOutputStream()).write(files.get(name));
        files.put(
                "manifest.json",
                text(files, "manifest.json").replace(old, hash.hex()).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
