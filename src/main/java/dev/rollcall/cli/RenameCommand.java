package dev.rollcall.cli;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.store.publish.Chain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a source go on under another name. */
@Command(
        name = "rename",
        description = "A source goes on under another name, with its history.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration,",
            "5 another run holds the source.",
            "",
            "Example: rollcall rename acme acme-emea && mv jobs/acme.yaml jobs/acme-emea.yaml"
        })
final class RenameCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "OLD", description = "Its name now.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "Its name from now on.")
    private String to = "";

    RenameCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        SourceChange.requireName(to);
        if (to.equals(from)) {
            throw new ConfigurationException("source " + from + " has that name already");
        }
        new SourceChange(context).change(from, unpublished -> unpublished.giveWay(to), (source, notice) -> {
            source.registry().rename(from, to);
            new Chain(source.pool()).renamed(source.number());
        });
        context.out()
                .println("source " + from + " is source " + to + " now; rename its job file too: " + from + ".yaml to "
                        + to + ".yaml");
        return ExitCodes.OK;
    }
}
