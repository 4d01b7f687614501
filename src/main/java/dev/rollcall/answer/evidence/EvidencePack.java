package dev.rollcall.answer.evidence;

import dev.rollcall.answer.Coverage;
import dev.rollcall.answer.OutputFile;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.answer.export.Dataset;
import dev.rollcall.answer.export.DatasetReader;
import dev.rollcall.answer.export.ExportFormat;
import dev.rollcall.answer.export.ExportListener;
import dev.rollcall.answer.export.ExportedFile;
import dev.rollcall.answer.export.Manifest;
import dev.rollcall.answer.export.Sha256;
import dev.rollcall.answer.format.FormulaCells;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor takes away of one source and a span: one archive. The same state of the database gives the same bytes,
 * but for the report, which says when it was made.
 */
public final class EvidencePack {
    /** The least that an archive can hold, and the greatest that every program reads. */
    private static final LocalDateTime FIRST_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final LocalDateTime LAST_TIME = LocalDateTime.of(2099, 12, 31, 0, 0);

    private final ReadSession session;
    private final SpanFacts facts;
    private final @Nullable String configuration;
    private final @Nullable Page report;
    private final ExportListener listener;
    private final List<ExportedFile> written = new ArrayList<>();

    /** A page that is written when its turn comes. */
    @FunctionalInterface
    public interface Page {
        void writeTo(OutputStream to) throws IOException;
    }

    private EvidencePack(
            ReadSession session,
            SpanFacts facts,
            @Nullable String configuration,
            @Nullable Page report,
            ExportListener listener) {
        this.session = session;
        this.facts = facts;
        this.configuration = configuration;
        this.report = report;
        this.listener = listener;
    }

    /**
     * Reads what the pack is of; its rows are read while it is written.
     *
     * @param source that the database knows
     * @param asked the span, of which what is known counts
     * @param configuration the source's, as {@link ConfigurationText} has it; null where there is no job file
     * @param report null where the span is too large for one
     * @throws dev.rollcall.answer.NotCoveredException when nothing of the span is known
     */
    public static EvidencePack of(
            ReadSession session,
            String source,
            Span asked,
            @Nullable String configuration,
            @Nullable Page report,
            ExportListener listener) {
        Span known = new Coverage(session).cut(source, asked);
        return new EvidencePack(
                session, SpanFacts.read(session, source, asked, known), configuration, report, listener);
    }

    /** Of the span asked about, what is known. */
    public Span known() {
        return facts.known();
    }

    /** The newest link of the chain; null where there is none. */
    public @Nullable String newestLink() {
        return facts.newestLink();
    }

    /**
     * Writes it, whole or not at all.
     *
     * @throws dev.rollcall.directory.ConfigurationException when the file can't be written
     */
    public void writeTo(Path file) {
        written.clear();
        OutputFile.write(file, this::write);
    }

    private void write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        Map<PackFile, Dataset> datasets = datasets();
        page(zip, PackFile.STATEMENT, to -> to.write(bytes(Statement.of(facts, files()))));
        if (report != null) {
            page(zip, PackFile.REPORT, report);
        }
        DatasetReader reader = new DatasetReader(session, ExportFormat.CSV, FormulaCells.ESCAPE, listener);
        for (Map.Entry<PackFile, Dataset> dataset : datasets.entrySet()) {
            listener.begun(facts.source().name(), dataset.getValue().name());
            rows(zip, dataset.getKey(), dataset.getValue(), reader);
        }
        if (configuration != null) {
            page(zip, PackFile.CONFIGURATION, to -> to.write(bytes(configuration)));
        }
        begin(zip, PackFile.MANIFEST);
        zip.write(bytes(Manifest.of(facts.source(), FormulaCells.ESCAPE, written)));
        zip.closeEntry();
        zip.finish();
    }

    private Set<PackFile> files() {
        Set<PackFile> files = EnumSet.allOf(PackFile.class);
        if (report == null) {
            files.remove(PackFile.REPORT);
        }
        if (configuration == null) {
            files.remove(PackFile.CONFIGURATION);
        }
        return files;
    }

    private Map<PackFile, Dataset> datasets() {
        String source = facts.source().name();
        Instant end = facts.known().to();
        List<Dataset> state = Dataset.asOf(source, end);
        Map<String, Object> span = SpanFacts.parameters(source, facts.known());
        Map<PackFile, Dataset> datasets = new EnumMap<>(PackFile.class);
        datasets.put(PackFile.GROUPS, state.get(0));
        datasets.put(PackFile.MEMBERSHIPS, state.get(1));
        datasets.put(PackFile.USERS, state.get(2));
        // With what was published at the very end: the state is of that time.
        datasets.put(PackFile.CHANGES, Dataset.changes(source, facts.known().from(), end.plusNanos(1_000)));
        datasets.put(PackFile.SNAPSHOTS, new Dataset("snapshots", SpanFacts.READINGS, span, Set.of()));
        datasets.put(PackFile.GAPS, new Dataset("gaps", SpanFacts.GAPS, span, Set.of()));
        datasets.put(PackFile.CHAIN, new Dataset("chain", SpanFacts.CHAIN, Map.of("source", source), Set.of()));
        return datasets;
    }

    private void rows(ZipOutputStream zip, PackFile file, Dataset dataset, DatasetReader reader) throws IOException {
        begin(zip, file);
        Sha256 hash = new Sha256();
        long[] count = new long[1];
        reader.read(dataset, rows -> count[0] = rows.writeTo(hash.through(zip)));
        zip.closeEntry();
        written.add(new ExportedFile(file.fileName(), count[0], hash.hex()));
    }

    /** A page has no rows. */
    private void page(ZipOutputStream zip, PackFile file, Page page) throws IOException {
        begin(zip, file);
        Sha256 hash = new Sha256();
        page.writeTo(new Unclosed(hash.through(zip)));
        zip.closeEntry();
        written.add(new ExportedFile(file.fileName(), 0, hash.hex()));
    }

    private void begin(ZipOutputStream zip, PackFile file) throws IOException {
        ZipEntry entry = new ZipEntry(file.fileName());
        LocalDateTime end = LocalDateTime.ofInstant(facts.known().to(), ZoneOffset.UTC);
        // As it stands in UTC: an archive's times have no zone.
        entry.setTimeLocal(end.isBefore(FIRST_TIME) ? FIRST_TIME : end.isAfter(LAST_TIME) ? LAST_TIME : end);
        zip.putNextEntry(entry);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An entry of the archive, which whoever writes a page may close. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
