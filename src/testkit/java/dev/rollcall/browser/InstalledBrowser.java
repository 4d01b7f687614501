package dev.rollcall.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chromium, and the Node.js that runs Playwright's driver. Nothing is downloaded.
 *
 * @param chromium its program
 * @param node its program
 */
public record InstalledBrowser(Path chromium, Path node) {
    /** Where it must be there: the gate sets it, so that no test is skipped there. */
    public static final String REQUIRED = "rollcall.browser";

    /** Empty when one of them is missing. */
    public static Optional<InstalledBrowser> find() {
        Optional<Path> chromium = first("chromium", "chromium-browser", "google-chrome");
        Optional<Path> node = first("node", "nodejs");
        return chromium.flatMap(found -> node.map(with -> new InstalledBrowser(found, with)));
    }

    /** What is missing, in words. */
    static String missing() {
        List<String> missing = new ArrayList<>();
        if (first("chromium", "chromium-browser", "google-chrome").isEmpty()) {
            missing.add("chromium");
        }
        if (first("node", "nodejs").isEmpty()) {
            missing.add("nodejs");
        }
        return String.join(" and ", missing) + " not on the PATH: apt-get install " + String.join(" ", missing);
    }

    private static Optional<Path> first(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
