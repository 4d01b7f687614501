package dev.rollcall.cli;

import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.directory.ConfigurationException;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which of the database's sources a question is about: some by name, retired ones too, or all that are not retired. */
final class DatabaseSources {
    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..*",
            description = "Names of sources that the database knows, retired ones too.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "All sources of the database that are not retired.")
    private boolean all;

    /** @throws UsageException unless exactly one of names and {@code --all} is given */
    void validate() {
        if (all && !names.isEmpty()) {
            throw new UsageException("--all goes without names of sources");
        }
        if (!all && names.isEmpty()) {
            throw new UsageException("name a SOURCE, several, or --all");
        }
    }

    boolean all() {
        return all;
    }

    /**
     * Their names.
     *
     * @throws ConfigurationException when one is not known, or there is none at all
     */
    List<String> of(ReadSession session) {
        KnownSources sources = new KnownSources(session);
        List<String> chosen = all ? sources.current() : sources.named(names);
        if (chosen.isEmpty()) {
            throw new ConfigurationException("the database has no source that is not retired");
        }
        return chosen;
    }
}
