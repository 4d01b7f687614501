package dev.rollcall.machine;

import java.nio.file.Path;

/** What {@code -Pdist} and {@code -Pinstall} have made by the time that tests run on it. */
public final class Packaged {
    private static final Path BUILD =
            Path.of(System.getProperty("rollcall.build", "target")).toAbsolutePath();

    private Packaged() {}

    /** The program as a folder. */
    public static Path folder() {
        return BUILD.resolve("rollcall");
    }

    /** The program as one jar. */
    public static Path jar() {
        return BUILD.resolve("rollcall.jar");
    }
}
