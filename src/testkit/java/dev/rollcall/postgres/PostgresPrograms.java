package dev.rollcall.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs of one version of PostgreSQL.
 *
 * @param version the major one
 * @param bin the folder that they are in
 */
public record PostgresPrograms(int version, Path bin) {
    private static final int EMBEDDED = 18;

    /** From this version on {@code initdb} has a provider of locales of its own. */
    private static final int BUILTIN_LOCALES = 17;

    /** The programs that come with the tests. */
    public static PostgresPrograms embedded() {
        return new PostgresPrograms(EMBEDDED, Binaries.unpacked().resolve("bin"));
    }

    /** The programs of another version, where the system's packages have installed it. */
    public static Optional<PostgresPrograms> installed(int version) {
        Path bin = Path.of("/usr/lib/postgresql", String.valueOf(version), "bin");
        return Files.isExecutable(bin.resolve("initdb"))
                ? Optional.of(new PostgresPrograms(version, bin))
                : Optional.empty();
    }

    String path(String program) {
        return bin.resolve(program).toString();
    }

    /** Options of {@code initdb}. The built-in provider has C.UTF-8 everywhere; the system's locales may lack it. */
    List<String> locale() {
        return version < BUILTIN_LOCALES
                ? List.of("--locale=C")
                : List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    }
}
