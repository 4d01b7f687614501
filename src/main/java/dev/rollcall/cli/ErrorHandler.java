package dev.rollcall.cli;

import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.SafeText;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints one line for an error, and gives its exit code. Only a bug has a stack trace, in the log. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ErrorHandler.class);

    private final CommandContext context;

    ErrorHandler(CommandContext context) {
        this.context = context;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        if (failure instanceof UnmatchedArgumentException unmatched
                && command.getParent() == null
                && !unmatched.isUnknownOption()) {
            return usage(
                    command,
                    "there is no command '" + unmatched.getUnmatched().get(0) + "': name "
                            + RollcallCommand.expected());
        }
        return usage(command, failure.getMessage() + suggestion(failure));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UsageException) {
            return usage(command, String.valueOf(failure.getMessage()));
        }
        RollcallException error = ErrorTranslator.translate(failure);
        int exitCode = ExitCodes.of(error.blame());
        if (context.stopping().getAsBoolean() && exitCode == ExitCodes.FAILED) {
            // The end of the process broke it: not a failure of its own.
            print("stopped by a signal; run again to resume");
            return ExitCodes.ofSignal();
        }
        if (error.blame() == Blame.BUG) {
            log.error("a failure that is not foreseen", failure);
            print("internal error: " + SafeText.of(failure.toString()) + "; the log has more");
        } else {
            print(SafeText.of(error.getMessage()) + (error.advice() == null ? "" : "; " + SafeText.of(error.advice())));
        }
        return exitCode;
    }

    private int usage(CommandLine command, String message) {
        print(SafeText.of(message) + "; try '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCodes.USAGE;
    }

    private void print(String message) {
        if (context.err() instanceof LogStream) {
            log.error(message);
        } else {
            context.err().println("rollcall: " + message);
        }
    }

    private static String suggestion(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        return suggestions.isEmpty() ? "" : " (did you mean " + String.join(" or ", suggestions) + "?)";
    }
}
