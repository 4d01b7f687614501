package dev.rollcall.cli;

import dev.rollcall.source.JobFiles;
import dev.rollcall.source.Source;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which sources a command is about: some by name, or all. */
final class SourceChoice {
    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Names of sources: their job files without .yaml.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "All sources of the folder of job files.")
    private boolean all;

    @Mixin
    private final JobFolder folder = new JobFolder();

    /** @throws UsageException unless exactly one of names and {@code --all} is given */
    void validate() {
        if (all && !names.isEmpty()) {
            throw new UsageException("--all goes without names of sources");
        }
        if (!all && names.isEmpty()) {
            throw new UsageException("name a SOURCE, several, or --all");
        }
    }

    boolean isOne() {
        return !all && names.stream().distinct().count() == 1;
    }

    /** Reads and checks all their job files. */
    List<Source> load(CommandContext context) {
        JobFiles files = folder.files(context);
        return all ? files.loadAll() : files.load(names);
    }
}
