package dev.rollcall.cli;

import dev.rollcall.source.JobFiles;
import dev.rollcall.source.Source;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the folder of the job files. */
final class JobFolder {
    @Option(
            names = "--jobs",
            paramLabel = "DIR",
            description = "Folder of the job files, NAME.yaml each. Default: $$ROLLCALL_JOBS, else jobs.")
    private @Nullable Path option;

    private Path path(CommandContext surroundings) {
        return option != null ? option : Path.of(surroundings.environment().getOrDefault("ROLLCALL_JOBS", "jobs"));
    }

    JobFiles files(CommandContext surroundings) {
        return new JobFiles(path(surroundings), Providers.ALL);
    }

    /** The sources that it describes; none where nothing is there, unless the user named it. */
    List<Source> described(CommandContext surroundings) {
        boolean named = option != null || surroundings.environment().containsKey("ROLLCALL_JOBS");
        return named || hasJobFiles(path(surroundings)) ? files(surroundings).loadAll() : List.of();
    }

    private static boolean hasJobFiles(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }
}
