package dev.rollcall.cli;

import dev.rollcall.answer.query.Queries;
import dev.rollcall.cli.completion.Shell;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a shell's completion script. */
@Command(
        name = "completion",
        description = "Prints the script by which a shell completes commands, options, names of sources and queries.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Sources are those of the job files: of --jobs on the line, else of the folder",
            "ROLLCALL_JOBS, else of the one that was in force when the script was made.",
            "",
            "Environment: ROLLCALL_JOBS; no database is asked, and no ROLLCALL_DB_URL needed.",
            "",
            "Exit codes: 0 done, 2 usage.",
            "",
            "Examples, for ~/.bashrc and ~/.zshrc:",
            "  source <(rollcall completion bash)",
            "  source <(rollcall completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private @Nullable Shell shell;

    CompletionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CommandLine program = Cli.program(context);
        CommandLine query = Objects.requireNonNull(program.getSubcommands().get("query"));
        new Queries(null)
                .all()
                .forEach(built -> query.addSubcommand(built.name(), AskCommand.commandLine(context, built)));
        context.out().print(Objects.requireNonNull(shell).script(program, JobFolder.usual(context)));
        return ExitCodes.OK;
    }
}
