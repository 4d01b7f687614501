package dev.rollcall.cli.check;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.Provider;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.Source;
import dev.rollcall.sync.ConnectionBudget;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Checks everything that a sync needs, and changes nothing. */
public final class Checks {
    private final Checklist list;
    private final Function<String, Provider> providers;
    private final Supplier<String> network;
    private final Function<NoticeSettings, String> webhook;
    private final String programVersion;

    /**
     * @param out gets a line for each thing checked
     * @param providers finds a source's provider by its name
     * @param network tells the way to the providers
     * @param webhook tries to reach a webhook's host, and tells what it found
     */
    public Checks(
            PrintStream out,
            Function<String, Provider> providers,
            Supplier<String> network,
            Function<NoticeSettings, String> webhook,
            String programVersion) {
        this.list = new Checklist(out);
        this.providers = providers;
        this.network = network;
        this.webhook = webhook;
        this.programVersion = programVersion;
    }

    /**
     * Checks the job files, the database, the network's settings, and the provider of each source. A check that fails does not keep others from
     * being made.
     *
     * @param jobFiles reads the sources to check
     * @return whose fault the failures are; empty when nothing failed
     */
    public Set<Blame> run(Supplier<List<Source>> jobFiles, Map<String, String> environment) {
        List<Source> sources = list.check("job files", jobFiles, loaded -> loaded.size() + " read")
                .orElse(List.of());
        list.check("database settings", () -> DatabaseSettings.from(environment), DatabaseSettings::url)
                .ifPresent(settings -> database(settings, sources));
        list.check("network", network, way -> way);
        sources.forEach(source -> new ProviderChecks(source, providers.apply(source.provider()), list).run());
        sources.forEach(this::webhook);
        return list.failures();
    }

    private void webhook(Source source) {
        NoticeSettings notices = source.notices();
        if (notices != null) {
            list.check("source " + source.name() + ", webhook", () -> webhook.apply(notices), found -> found);
        }
    }

    private void database(DatabaseSettings settings, List<Source> sources) {
        try (Database database = new Database(settings, ConnectionBudget.pool(sources))) {
            new DatabaseChecks(database, programVersion, list).run(sources);
        }
    }
}
