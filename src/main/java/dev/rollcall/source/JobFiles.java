package dev.rollcall.source;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of job files: {@code NAME.yaml} describes the source NAME. */
public final class JobFiles {
    private static final String ENDING = ".yaml";

    private final Path folder;
    private final SortedMap<String, Provider> providers;

    public JobFiles(Path folder, Collection<Provider> providers) {
        this.folder = folder;
        this.providers = new TreeMap<>();
        providers.forEach(provider -> this.providers.put(provider.name(), provider));
    }

    /**
     * Reads and checks one job file.
     *
     * @throws ConfigurationException when there is none, or anything in it is wrong
     */
    Source load(String name) {
        return open(name).read();
    }

    /**
     * Reads and checks some job files, in the order named; a name given twice counts once.
     *
     * @throws ConfigurationException when anything is wrong in one of them, or two describe the same identity store
     */
    public List<Source> load(List<String> names) {
        Map<List<String>, Source> stores = new LinkedHashMap<>();
        for (String name : new LinkedHashSet<>(names)) {
            read(open(name), stores);
        }
        return List.copyOf(stores.values());
    }

    /** Reads a source, and adds it to those that were read, by their identity stores. */
    private static void read(JobFile file, Map<List<String>, Source> stores) {
        Source source = file.read();
        Source other =
                stores.putIfAbsent(List.of(source.provider(), source.directory().identityStoreId()), source);
        if (other != null) {
            throw file.storeTakenBy(other.file());
        }
    }

    /**
     * Reads and checks every {@code *.yaml} of the folder whose name is a source's, sorted by name.
     *
     * @throws ConfigurationException as {@link #load(List)}, and when there is no job file at all
     */
    public List<Source> loadAll() {
        return load(someNames());
    }

    private List<String> someNames() {
        List<String> names = names();
        if (names.isEmpty()) {
            throw new ConfigurationException(SafeText.masked(folder.toString())
                    + ": no job file; expected at least one NAME.yaml in this folder");
        }
        return names;
    }

    /**
     * What the folder holds, whatever is wrong with some of it.
     *
     * @param sources those whose job files are right, sorted by name
     * @param digests of the texts of these files, by the sources' names, in hexadecimal: hosts that have the same text
     *     agree, wherever they keep it
     * @param wrong what is wrong with the others, by their names
     */
    public record Loaded(List<Source> sources, Map<String, String> digests, Map<String, ConfigurationException> wrong) {
        public Loaded {
            sources = List.copyOf(sources);
            digests = Map.copyOf(digests);
            wrong = Map.copyOf(wrong);
        }
    }

    /**
     * Reads and checks every job file of the folder by itself: what is wrong with one keeps no other from being read.
     * Of two that describe the same identity store the second is wrong.
     *
     * @throws ConfigurationException when there is no job file at all
     */
    public Loaded loadEach() {
        Map<List<String>, Source> stores = new LinkedHashMap<>();
        Map<String, String> digests = new LinkedHashMap<>();
        Map<String, ConfigurationException> wrong = new LinkedHashMap<>();
        for (String name : someNames()) {
            try {
                JobFile file = open(name);
                read(file, stores);
                digests.put(name, file.digest());
            } catch (ConfigurationException e) {
                wrong.put(name, e);
            }
        }
        return new Loaded(List.copyOf(stores.values()), digests, wrong);
    }

    /**
     * What is wrong with a text, were it the job file of this name; empty when nothing is.
     *
     * @return key and what is expected, without file and line
     */
    public Optional<String> objection(String name, String text) {
        Path file = folder.resolve(name + ENDING);
        try {
            Source unused = new JobFile(name, file, text, providers).read();
            return Optional.empty();
        } catch (ConfigurationException e) {
            String message = String.valueOf(e.getMessage());
            String where = SafeText.masked(file.toString());
            return Optional.of(
                    message.startsWith(where)
                            ? message.substring(where.length()).replaceFirst("^:[0-9]+: ", "")
                            : message);
        }
    }

    private JobFile open(String name) {
        if (!Source.NAME.matcher(name).matches()) {
            throw new ConfigurationException("source " + SafeText.quoted(name)
                    + ": expected a name of 1 to 63 small letters, digits and hyphens, not beginning with a hyphen");
        }
        Path file = folder.resolve(name + ENDING);
        if (file.toFile().exists()) {
            return new JobFile(name, file, JobYaml.text(file), providers);
        }
        List<String> names = names();
        String there = names.isEmpty() ? "no source" : String.join(", ", names);
        throw new ConfigurationException(
                SafeText.masked(file.toString()) + ": no such job file; " + Nearest.hint(name, names) + "the folder "
                        + SafeText.masked(folder.toString()) + " describes " + there);
    }

    private List<String> names() {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(SafeText.masked(folder.toString())
                    + ": no such folder; expected the folder of the job files, as --jobs or ROLLCALL_JOBS names it");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .filter(name -> Source.NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException(
                    SafeText.masked(folder.toString()) + ": the folder of the job files can't be read", e);
        }
    }
}
