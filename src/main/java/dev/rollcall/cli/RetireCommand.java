package dev.rollcall.cli;

import dev.rollcall.store.publish.SourceRetirement;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a source. */
@Command(
        name = "retire",
        description = "A source's rows end now; its past stays.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "A sync of the source later begins it anew.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration,",
            "5 another run holds the source.",
            "",
            "Example: rollcall retire acme"
        })
final class RetireCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "Its name.")
    private String source = "";

    RetireCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        new SourceChange(context).change(source, this::retire);
        context.out()
                .println("source " + source + " is retired: its rows ended now, its past stays. Take its job file "
                        + source + ".yaml away, or the next sync begins it anew");
        return ExitCodes.OK;
    }

    private void retire(HeldSource held, SlowWorkNotice notice) {
        new SourceRetirement(held.pool())
                .retire(
                        held.number(),
                        held.epoch(),
                        kind -> notice.begin("ending the " + kind + " of source " + source));
    }
}
