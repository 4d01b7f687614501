package dev.rollcall.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule of {@code db/README.md} for migrations, and what was released, which it compares with.
 *
 * @param files of all releases, the newest last
 */
record ReleasedMigrations(List<Released> files) {
    static final Path LIST = Path.of("db", "released-migrations.txt");

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__\\w+\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__\\w+\\.sql");
    private static final Pattern ALLOWED =
            Pattern.compile("(CREATE OR REPLACE|COMMENT|GRANT|REVOKE)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** Comments, and texts in quotes of any kind: a semicolon in them ends no statement. */
    private static final Pattern OPAQUE =
            Pattern.compile("(--[^\\n]*|/\\*.*?\\*/)|'(?:[^']|'')*'|\"[^\"]*\"|(\\$\\w*\\$).*?\\2", Pattern.DOTALL);

    /** A file as a release had it. */
    record Released(String release, String checksum, String file) {}

    /** Reads lines of release, checksum and file; those that begin with # are comments. */
    static ReleasedMigrations in(String list) {
        return new ReleasedMigrations(list.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("\\s+"))
                .map(words -> new Released(words[0], words[1], words[2]))
                .toList());
    }

    /** What a release of a folder's migrations would add. */
    static ReleasedMigrations of(String release, Path folder) {
        return new ReleasedMigrations(checksums(folder).entrySet().stream()
                .map(file -> new Released(release, file.getValue(), file.getKey()))
                .toList());
    }

    /** What in a folder breaks the rule, a line each. */
    List<String> violations(Path folder) {
        Map<String, String> present = checksums(folder);
        List<String> violations = new ArrayList<>();
        newestOfEach().forEach((name, released) -> {
            String now = present.get(name);
            if (now == null) {
                violations.add(name + " was released in " + released.release() + " and is not there");
            } else if (version(name) > 0 && !now.equals(released.checksum())) {
                violations.add(name + " was released in " + released.release() + " and is changed");
            }
        });
        if (!files.isEmpty() && newestVersion(present) <= newestReleasedVersion()) {
            present.forEach((name, checksum) -> {
                if (REPEATABLE.matcher(name).matches() && !isReleased(name, checksum)) {
                    violations.add(name + " is not as released, and no new V comes with it");
                }
            });
        }
        present.keySet().stream()
                .filter(name -> REPEATABLE.matcher(name).matches())
                .forEach(name -> statements(read(folder.resolve(name))).stream()
                        .filter(statement -> !ALLOWED.matcher(statement).matches())
                        .forEach(statement -> violations.add(
                                name + " holds " + statement.lines().findFirst().orElse(""))));
        return violations;
    }

    private Map<String, Released> newestOfEach() {
        Map<String, Released> newest = new TreeMap<>();
        files.forEach(file -> newest.put(file.file(), file));
        return newest;
    }

    private boolean isReleased(String name, String checksum) {
        Released released = newestOfEach().get(name);
        return released != null && released.checksum().equals(checksum);
    }

    private int newestReleasedVersion() {
        return files.stream().mapToInt(file -> version(file.file())).max().orElse(0);
    }

    private static int newestVersion(Map<String, String> present) {
        return present.keySet().stream()
                .mapToInt(ReleasedMigrations::version)
                .max()
                .orElse(0);
    }

    /** Zero for a file that has none. */
    private static int version(String file) {
        Matcher version = VERSION.matcher(file);
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }

    private static List<String> statements(String script) {
        String bare = OPAQUE.matcher(script).replaceAll(part -> part.group(1) == null ? "''" : " ");
        return Pattern.compile(";")
                .splitAsStream(bare)
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static Map<String, String> checksums(Path folder) {
        Map<String, String> checksums = new TreeMap<>();
        MigrationFolder.names(folder).stream()
                .filter(name -> VERSION.matcher(name).matches()
                        || REPEATABLE.matcher(name).matches())
                .forEach(name -> checksums.put(name, checksum(folder.resolve(name))));
        return checksums;
    }

    private static String checksum(Path file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
