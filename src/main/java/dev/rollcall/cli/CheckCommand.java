package dev.rollcall.cli;

import dev.rollcall.cli.check.Checks;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.notice.WebhookProbe;
import dev.rollcall.source.Source;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
            "Looks at the job files, the database (version, encoding, sessions, settings,",
            "connections, schema, rights, publications, sequences, clock, history), the",
            "network's settings and, with a few requests a source, the credentials and each",
            "permission; whether a webhook's host is reached, without sending it a notice.",
            "A line begins with ok, FAIL, or warn, which changes no exit code.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_JOBS; see 'rollcall --help'.",
            "",
            "Exit codes: 0 all is well, 1 the database or a provider failed, 2 usage or",
            "configuration, such as a right in the database that is missing.",
            "",
            "Example: rollcall check --all"
        })
final class CheckCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final SourceChoice choice = new SourceChoice();

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        choice.validate();
        return check(context, () -> choice.load(context));
    }

    /**
     * Checks all that sources need.
     *
     * @param jobFiles reads the sources
     * @return the exit code
     */
    static int check(CommandContext context, Supplier<List<Source>> jobFiles) {
        Map<String, String> environment = context.environment();
        Network network = new Network(environment);
        Checks checks = new Checks(
                context.out(),
                name -> Providers.named(name, environment),
                network::describe,
                new WebhookProbe(network)::reach,
                Version.current());
        return ExitCodes.ofCheck(checks.run(jobFiles, environment));
    }
}
