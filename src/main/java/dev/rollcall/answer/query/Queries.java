package dev.rollcall.answer.query;

import dev.rollcall.answer.NearestNames;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The queries that there are: those built in, and those of a folder of people's own. */
public final class Queries {
    private static final String BUILT_IN = "classpath:db/queries/";
    private static final String EXTENSION = ".sql";

    /** A file that is read once it is asked for. */
    private interface Source {
        InputStream open() throws IOException;
    }

    private record Located(String file, boolean builtIn, Source source) {}

    private final TreeMap<String, Located> byName = new TreeMap<>();

    /**
     * Finds them, and reads none yet.
     *
     * @param folder of people's own; null when there is none
     * @throws ConfigurationException when the folder can't be read, or has a query with a built-in one's name
     */
    public Queries(@Nullable Path folder) {
        addBuiltIn();
        if (folder != null) {
            addOwn(folder);
        }
    }

    /**
     * Reads all, in order of name.
     *
     * @throws ConfigurationException when a file is no query
     */
    public List<Query> all() {
        return byName.keySet().stream().map(this::named).toList();
    }

    /**
     * Reads one.
     *
     * @throws ConfigurationException when there is none of that name, or its file is no query
     */
    public Query named(String name) {
        Located located = byName.get(name);
        if (located == null) {
            throw new ConfigurationException("there is no query '" + SafeText.masked(name) + "': "
                    + NearestNames.hint(name, byName.keySet()) + "; 'rollcall query' lists them");
        }
        return Query.parse(name, located.file(), located.builtIn(), text(located));
    }

    private void addBuiltIn() {
        try {
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources(BUILT_IN + "*" + EXTENSION)) {
                String file = Objects.requireNonNull(resource.getFilename());
                byName.put(name(file), new Located(file, true, resource::getInputStream));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addOwn(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + EXTENSION)) {
            for (Path path : files) {
                Path file = Objects.requireNonNull(path.getFileName());
                Located own = new Located(SafeText.masked(path.toString()), false, () -> Files.newInputStream(path));
                if (byName.putIfAbsent(name(file.toString()), own) != null) {
                    throw new ConfigurationException(
                            own.file() + ": there is a query of that name built in; give the file" + " another name");
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    SafeText.masked(folder.toString()) + ": the folder of queries, ROLLCALL_QUERIES, can't be read: "
                            + (Files.isDirectory(folder) ? SafeText.masked(e.toString()) : "no such folder"),
                    e);
        }
    }

    private static String name(String file) {
        return file.substring(0, file.length() - EXTENSION.length());
    }

    private static String text(Located located) {
        try (InputStream in = located.source().open()) {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
            // Some editors begin a file with a mark of its encoding, which psql passes over as well.
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(located.file() + ": expected UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(located.file() + ": can't be read: " + SafeText.masked(e.toString()), e);
        }
    }
}
