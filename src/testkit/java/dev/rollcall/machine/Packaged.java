package dev.rollcall.machine;

import dev.rollcall.database.ProgramVersion;
import java.nio.file.Path;

/** What {@code -Pdist} and {@code -Pinstall} have made by the time that tests run on it. */
public final class Packaged {
    private static final Path BUILD =
            Path.of(System.getProperty("rollcall.build", "target")).toAbsolutePath();

    private Packaged() {}

    /** The folder of the build. */
    static Path build() {
        return BUILD;
    }

    /** The program as a folder. */
    public static Path folder() {
        return BUILD.resolve("rollcall");
    }

    /** The folder as an archive. */
    public static Path tarball() {
        return BUILD.resolve("rollcall-" + ProgramVersion.current() + ".tar.gz");
    }

    /** The Debian package. */
    public static Path debian() {
        return BUILD.resolve("rollcall_" + ProgramVersion.current() + "_all.deb");
    }

    /** The program as one jar. */
    public static Path jar() {
        return BUILD.resolve("rollcall.jar");
    }
}
