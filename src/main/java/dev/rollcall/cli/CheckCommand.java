package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.source.Source;
import dev.rollcall.sync.ConnectionBudget;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries everything that a sync needs, and changes nothing. */
@Command(
        name = "check",
        description = "Tries everything that sync needs, a line each; changes nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Looks at the job files, the database (version, encoding, connections, schema,",
            "rights, history) and, with a few requests a source, the credentials and each",
            "permission.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_JOBS; see 'rollcall --help'.",
            "",
            "Exit codes: 0 all is well, 1 the database or a provider failed,",
            "2 usage or configuration.",
            "",
            "Example: rollcall check --all"
        })
final class CheckCommand implements Callable<Integer> {
    private final CommandContext surroundings;

    @Mixin
    private final SourceChoice choice = new SourceChoice();

    CheckCommand(CommandContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        choice.validate();
        Checklist list = new Checklist(surroundings.out());
        List<Source> sources = list.check(
                        "job files", () -> choice.load(surroundings), loaded -> loaded.size() + " read")
                .orElse(List.of());
        list.check("database settings", () -> DatabaseSettings.from(surroundings.environment()), DatabaseSettings::url)
                .ifPresent(settings -> database(settings, sources, list));
        sources.forEach(source -> new ProviderChecks(source, list).run());
        return ExitCodes.ofCheck(list.failures());
    }

    private static void database(DatabaseSettings settings, List<Source> sources, Checklist list) {
        try (Database database = new Database(settings, ConnectionBudget.pool(sources))) {
            new DatabaseChecks(database, list).run(sources);
        }
    }
}
