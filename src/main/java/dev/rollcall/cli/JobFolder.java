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

    private Path path(CommandContext context) {
        return option != null ? option : Path.of(usual(context));
    }

    /** The folder where the option is not given. */
    static String usual(CommandContext context) {
        return context.environment().getOrDefault("ROLLCALL_JOBS", "jobs");
    }

    /** The job file of a source, which need not be there. */
    Path file(CommandContext context, String name) {
        return path(context).resolve(name + ".yaml");
    }

    JobFiles files(CommandContext context) {
        return new JobFiles(path(context), Providers.of(context.environment()));
    }

    /** The sources that it describes. Without job files there are none, unless the user named a folder that is not there. */
    List<Source> described(CommandContext context) {
        boolean named = option != null || context.environment().containsKey("ROLLCALL_JOBS");
        boolean missing = named && !Files.isReadable(path(context));
        return missing || hasJobFiles(path(context)) ? files(context).loadAll() : List.of();
    }

    /** The source that the job file of this name describes; null where there is none. Other job files don't matter. */
    @Nullable
    Source described(CommandContext context, String name) {
        boolean there = Source.NAME.matcher(name).matches()
                && Files.exists(path(context).resolve(name + ".yaml"));
        return there ? files(context).load(List.of(name)).get(0) : null;
    }

    private static boolean hasJobFiles(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }
}
