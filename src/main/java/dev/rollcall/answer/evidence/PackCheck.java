package dev.rollcall.answer.evidence;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.export.Sha256;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import dev.rollcall.store.publish.Facts;
import dev.rollcall.store.publish.Fields;
import dev.rollcall.store.publish.LinkKind;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks a pack without a database: every file's hash, and that the links of the chain follow from one another. What it is
 * given may be anything. It holds no more of it than a manifest and one link.
 */
public final class PackCheck {
    private static final int LARGEST_MANIFEST = 1 << 20;

    /** Rows of CSV are packed to a tenth or so. A file that unpacks to a multiple of this was made to fill a disk. */
    private static final long LARGEST_RATIO = 200;

    private static final long ALWAYS_ALLOWED = 64L << 20;

    private static final int END_OF_ARCHIVE = 22;
    private static final int LARGEST_DIRECTORY = 1 << 16;

    private static final List<String> CHAIN_HEADER =
            List.of("source", "seq", "kind", "at", "snapshot_id", "facts", "link");

    private static final int SEQ = 1;
    private static final int KIND = 2;
    private static final int AT = 3;
    private static final int SNAPSHOT = 4;
    private static final int FACTS = 5;
    private static final int LINK = 6;

    private final Path file;
    private final @Nullable String noted;
    private long left;

    private PackCheck(Path file, @Nullable String noted) {
        this.file = file;
        this.noted = noted;
    }

    /**
     * What a pack is of, where everything in it agrees.
     *
     * @param source as the manifest names it; may hold anything
     * @param asOf as above
     * @param files hashed
     * @param links of the chain, each of which follows from the one before
     * @param newestLink null when there is no chain
     * @param noted whether the link that was asked for is one of these
     * @param disagreement what does not agree; null when everything does
     */
    public record Checked(
            String source,
            String asOf,
            int files,
            long links,
            @Nullable String newestLink,
            boolean noted,
            @Nullable String disagreement) {}

    /**
     * Reads a pack.
     *
     * @param link that was noted elsewhere; null for none
     * @throws ConfigurationException when there is no such file, or it is no pack at all
     */
    public static Checked check(Path file, @Nullable String link) {
        try {
            return new PackCheck(file, link).check();
        } catch (MalformedPackException e) {
            throw refused(file, String.valueOf(e.getMessage()), e);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw refused(file, "there is no such file, or it can't be read", e);
        } catch (ZipException | EOFException e) {
            throw refused(file, "it is damaged, or no ZIP archive", e);
        } catch (IOException | IllegalArgumentException e) {
            throw refused(file, "it can't be read", e);
        }
    }

    private static ConfigurationException refused(Path file, String reason, Exception cause) {
        return new ConfigurationException(SafeText.of(file.toString()) + ": is no evidence pack: " + reason, cause);
    }

    private Checked check() throws IOException {
        requireSmallDirectory();
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            left = Math.max(ALWAYS_ALLOWED, LARGEST_RATIO * file.toFile().length());
            Map<PackFile, ZipEntry> entries = entries(zip);
            JsonNode manifest = manifest(zip, Objects.requireNonNull(entries.get(PackFile.MANIFEST)));
            String changed = hashes(zip, entries, manifest);
            // What is not the file that was packed need not be read as one.
            Chain chain = changed == null
                    ? chain(zip, Objects.requireNonNull(entries.get(PackFile.CHAIN)), manifest)
                    : new Chain(0, null, false, changed);
            return new Checked(
                    manifest.path("source").asString(""),
                    manifest.path("as_of").asString(""),
                    entries.size() - 1,
                    chain.links(),
                    chain.newest(),
                    chain.noted(),
                    chain.disagreement());
        }
    }

    /** An archive's list of files is read into memory whole, however long it says it is: looked at before. */
    private void requireSmallDirectory() throws IOException {
        try (RandomAccessFile archive = new RandomAccessFile(file.toFile(), "r")) {
            if (archive.length() < END_OF_ARCHIVE) {
                throw new MalformedPackException("it is too short");
            }
            archive.seek(archive.length() - END_OF_ARCHIVE);
            int signature = archive.readInt();
            archive.skipBytes(6);
            int count = Short.toUnsignedInt(Short.reverseBytes(archive.readShort()));
            long size = Integer.toUnsignedLong(Integer.reverseBytes(archive.readInt()));
            if (signature != 0x504B0506) {
                throw new MalformedPackException("it does not end as an archive that Rollcall wrote");
            }
            if (count > PackFile.values().length || size > LARGEST_DIRECTORY) {
                throw new MalformedPackException("it holds more files than a pack has");
            }
        }
    }

    private static Map<PackFile, ZipEntry> entries(ZipFile zip) {
        Map<PackFile, ZipEntry> entries = new EnumMap<>(PackFile.class);
        for (ZipEntry entry : Collections.list(zip.entries())) {
            PackFile known = PackFile.named(entry.getName())
                    .orElseThrow(() -> new MalformedPackException(
                            "it holds " + SafeText.quoted(entry.getName()) + ", which no pack has"));
            if (entries.put(known, entry) != null) {
                throw new MalformedPackException("it holds " + known.fileName() + " twice");
            }
        }
        for (PackFile needed : List.of(PackFile.STATEMENT, PackFile.CHAIN, PackFile.MANIFEST)) {
            if (!entries.containsKey(needed)) {
                throw new MalformedPackException("it has no " + needed.fileName());
            }
        }
        return entries;
    }

    private JsonNode manifest(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = bounded(zip, entry)) {
            byte[] bytes = in.readNBytes(LARGEST_MANIFEST);
            if (in.read() >= 0) {
                throw new MalformedPackException("manifest.json is too large");
            }
            JsonNode manifest = JsonMapper.shared().readTree(bytes);
            if (!manifest.path("files").isArray()) {
                throw new MalformedPackException("manifest.json lists no files");
            }
            return manifest;
        } catch (JacksonException e) {
            throw new MalformedPackException("manifest.json is no JSON");
        }
    }

    private @Nullable String hashes(ZipFile zip, Map<PackFile, ZipEntry> entries, JsonNode manifest)
            throws IOException {
        Map<PackFile, String> told = new EnumMap<>(PackFile.class);
        for (JsonNode one : manifest.path("files")) {
            PackFile known = PackFile.named(one.path("name").asString("")).orElse(null);
            if (known == null || !entries.containsKey(known)) {
                return SafeText.quoted(one.path("name").asString("")) + " is in the manifest and not in the pack";
            }
            told.put(known, one.path("sha256").asString(""));
        }
        for (Map.Entry<PackFile, ZipEntry> entry : entries.entrySet()) {
            PackFile known = entry.getKey();
            if (known == PackFile.MANIFEST) {
                continue;
            }
            if (!told.containsKey(known)) {
                return known.fileName() + " is in the pack and not in the manifest";
            }
            Sha256 hash = new Sha256();
            try (InputStream in = bounded(zip, entry.getValue())) {
                in.transferTo(hash.through(OutputStream.nullOutputStream()));
            }
            String found = hash.hex();
            if (!found.equals(told.get(known))) {
                return known.fileName() + " is not the file that the manifest tells of: its SHA-256 is " + found;
            }
        }
        return null;
    }

    /** What became of the chain: the links that agree, and what does not. */
    private record Chain(
            long links,
            @Nullable String newest,
            boolean noted,
            @Nullable String disagreement) {}

    private Chain chain(ZipFile zip, ZipEntry entry, JsonNode manifest) throws IOException {
        String wanted = manifest.path("link").asString("");
        boolean found = wanted.isEmpty();
        boolean hasNoted = false;
        String former = "";
        long links = 0;
        try (InputStream in = bounded(zip, entry);
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        in, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)))) {
            CsvRecords records = new CsvRecords(reader);
            if (!CHAIN_HEADER.equals(records.next())) {
                throw new MalformedPackException("chain.csv has other columns");
            }
            for (List<@Nullable String> row = records.next(); row != null; row = records.next()) {
                String disagreement = disagreement(row, links + 1, former);
                if (disagreement != null) {
                    return new Chain(links, former.isEmpty() ? null : former, hasNoted, "chain.csv: " + disagreement);
                }
                former = String.valueOf(row.get(LINK));
                found |= former.equals(wanted);
                hasNoted |= former.equals(noted);
                links++;
            }
        }
        return new Chain(
                links,
                former.isEmpty() ? null : former,
                hasNoted,
                found ? null : "the link that the manifest names is not in chain.csv");
    }

    /** What is wrong with a link; null when nothing is. */
    private static @Nullable String disagreement(List<@Nullable String> row, long seq, String former) {
        if (row.size() != CHAIN_HEADER.size() || !String.valueOf(seq).equals(row.get(SEQ))) {
            return "link " + seq + " is missing";
        }
        String facts = String.valueOf(row.get(FACTS));
        if (!Facts.link(former, facts).equals(row.get(LINK))) {
            return "link " + seq + " does not follow from its facts and the link before it";
        }
        return agrees(row, facts) ? null : "link " + seq + " has facts that its other columns don't agree with";
    }

    private static boolean agrees(List<@Nullable String> row, String text) {
        try {
            Optional<LinkKind> kind = LinkKind.of(String.valueOf(row.get(KIND)));
            if (kind.isEmpty()) {
                return false;
            }
            Facts facts = Facts.read(kind.get(), text);
            String snapshot = kind.get() == LinkKind.PUBLISHED ? facts.get("snapshot_id") : null;
            return Objects.equals(facts.get("seq"), row.get(SEQ))
                    && Objects.equals(facts.get("kind"), row.get(KIND))
                    && Objects.equals(snapshot, row.get(SNAPSHOT))
                    && PointInTime.format(Fields.time(String.valueOf(facts.get("at"))))
                            .equals(row.get(AT));
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private InputStream bounded(ZipFile zip, ZipEntry entry) throws IOException {
        return new Bounded(zip.getInputStream(entry));
    }

    /** Counts what all files of the pack unpack to. */
    private final class Bounded extends FilterInputStream {
        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new MalformedPackException("it unpacks to far more than a pack does");
            }
        }
    }
}
