package dev.rollcall.answer.export;

import dev.rollcall.answer.Coverage;
import dev.rollcall.answer.NotCoveredException;
import dev.rollcall.answer.OutputFile;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.SourceAt;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes what is published of some sources to files. All are of the one state that the session sees. */
public final class Export {
    /** As job files may be named: a name of a folder and no way out of it, whatever the database says. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private static final ExportOptions.Changes ALL_MONTHS = new ExportOptions.Changes(null, null, true);

    private final ReadSession session;
    private final ExportOptions options;
    private final ExportListener listener;

    /** Nothing is asked yet. */
    public Export(ReadSession session, ExportOptions options, ExportListener listener) {
        this.session = session;
        this.options = options;
        this.listener = listener;
    }

    /**
     * What was written of one source.
     *
     * @param folder holds the files, the manifest among them
     * @param files in the order of the manifest
     * @param kept of these, those of earlier exports that are as they have to be
     */
    public record Exported(SourceAt source, Path folder, List<ExportedFile> files, int kept) {
        public Exported {
            files = List.copyOf(files);
        }
    }

    /**
     * Exports some sources.
     *
     * @param names of sources that the database knows
     * @throws ConfigurationException when a file can't be written
     * @throws NotCoveredException when nothing is known of one at the time; then nothing is written
     */
    public List<Exported> of(List<String> names) {
        List<SourceAt> sources = sources(names);
        sources.forEach(this::requireKnown);
        return export(sources);
    }

    /**
     * Exports those of some sources that are known at the time.
     *
     * @param leftOut gets the names of the others, before anything is written
     * @throws ConfigurationException when a file can't be written
     * @throws NotCoveredException when none remains; then nothing is written
     */
    public List<Exported> ofKnown(List<String> names, Consumer<String> leftOut) {
        List<SourceAt> sources = sources(names);
        List<SourceAt> known = sources.stream().filter(this::isKnown).toList();
        if (known.isEmpty()) {
            requireKnown(sources.get(0));
        }
        sources.stream().filter(source -> !isKnown(source)).map(SourceAt::name).forEach(leftOut);
        return export(known);
    }

    private List<SourceAt> sources(List<String> names) {
        return SourceAt.of(session, names, options.asOf() == null ? session.now() : options.asOf());
    }

    private boolean isKnown(SourceAt source) {
        return options.history() ? source.isKnown() : source.covered();
    }

    private void requireKnown(SourceAt source) {
        if (!isKnown(source)) {
            new Coverage(session).require(source.name(), source.at());
        }
    }

    private List<Exported> export(List<SourceAt> sources) {
        sources.forEach(this::requireKnownSpan);
        List<Path> folders = sources.stream().map(this::folder).toList();
        List<Exported> exported = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            exported.add(export(sources.get(i), folders.get(i)));
        }
        return exported;
    }

    private void requireKnownSpan(SourceAt source) {
        ExportOptions.Changes changes = options.changes();
        Instant first = source.firstPublished();
        if (changes != null
                && changes.to() != null
                && first != null
                && !changes.to().isAfter(first)) {
            throw new NotCoveredException("source " + source.name() + ": nothing is known of changes before "
                    + PointInTime.format(changes.to()) + ": it was first published at " + PointInTime.format(first));
        }
    }

    /** Made before anything is asked: where there can be none, nobody should wait for the answer. */
    private Path folder(SourceAt source) {
        if (!NAME.matcher(source.name()).matches()) {
            throw new ConfigurationException(
                    "source " + SafeText.quoted(source.name()) + ": no folder can be named so; 'rollcall rename' it");
        }
        return make(options.folder().resolve(source.name()));
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigurationException(SafeText.of(folder.toString()) + ": is a file, not a folder", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    SafeText.of(folder.toString()) + ": the folder can't be made: no permission, or a file in the way",
                    e);
        }
    }

    private Exported export(SourceAt source, Path folder) {
        DatasetReader reader = new DatasetReader(session, options.format(), options.formulas(), listener);
        List<ExportedFile> files = new ArrayList<>();
        for (Dataset dataset : datasets(source)) {
            listener.begun(source.name(), dataset.name());
            String name = dataset.name() + "." + options.format();
            files.add(write(reader, dataset, folder.resolve(name), name));
        }
        int kept = 0;
        ExportOptions.Changes changes = options.changes();
        if (changes != null && changes.byMonth()) {
            kept = exportMonths(source, changes, folder, reader, files);
        }
        Manifest.write(folder, source, options.formulasInFiles(), files);
        return new Exported(source, folder, files, kept);
    }

    /** @param name by which the manifest is to know the file */
    private static ExportedFile write(DatasetReader reader, Dataset dataset, Path file, String name) {
        Sha256 hash = new Sha256();
        long[] written = new long[1];
        try {
            reader.read(dataset, rows -> OutputFile.write(file, to -> written[0] = rows.writeTo(hash.through(to))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ExportedFile(name, written[0], hash.hex());
    }

    private List<Dataset> datasets(SourceAt source) {
        List<Dataset> datasets = new ArrayList<>();
        if (options.history()) {
            datasets.addAll(Dataset.history(source.name()));
        } else if (options.asOf() != null) {
            datasets.addAll(Dataset.asOf(source.name(), options.asOf()));
        } else {
            datasets.addAll(Dataset.now(source.name()));
        }
        ExportOptions.Changes changes = options.changes();
        if (changes != null && !changes.byMonth()) {
            datasets.add(Dataset.changes(source.name(), changes.from(), changes.to()));
        }
        return datasets;
    }

    /** One data set of all sources, in folders as analytics tools read them: hence beside the sources' own. */
    private int exportMonths(
            SourceAt source,
            ExportOptions.Changes changes,
            Path folder,
            DatasetReader reader,
            List<ExportedFile> files) {
        Manifest.Earlier earlier = Manifest.earlier(folder, source, options.formulasInFiles());
        int kept = 0;
        Set<YearMonth> asked = Set.copyOf(ChangeMonths.of(source, changes, session.now()));
        for (YearMonth month : ChangeMonths.of(source, ALL_MONTHS, session.now())) {
            String place = "changes/source=" + source.name() + "/month=" + month;
            String name = "../" + place + "/changes." + options.format();
            Path file = options.folder().resolve(place).resolve("changes." + options.format());
            ExportedFile there = Files.isRegularFile(file) ? earlier.files().get(name) : null;
            if (there != null && stays(month, earlier.asOf(), asked.contains(month))) {
                files.add(there);
                kept++;
            } else if (there != null || asked.contains(month)) {
                listener.begun(source.name(), "changes of " + month);
                make(Objects.requireNonNull(file.getParent()));
                Dataset dataset = Dataset.changes(
                        source.name(), ChangeMonths.beginning(month), ChangeMonths.beginning(month.plusMonths(1)));
                files.add(write(reader, dataset, file, name));
            }
        }
        return kept;
    }

    /**
     * Whether a month's file stays as it is. One that was written before its month was over lacks what was published
     * later: once the month is over it is written again, whether that month is asked for or not, since it is not looked
     * at any more after that.
     *
     * @param written as of when the export was that wrote it, or a later one that kept it
     */
    private boolean stays(YearMonth month, Instant written, boolean asked) {
        boolean whole = ChangeMonths.isOver(month, written);
        return whole || (!asked && !ChangeMonths.isOver(month, session.now()));
    }
}
