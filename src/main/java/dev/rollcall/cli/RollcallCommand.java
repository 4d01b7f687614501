package dev.rollcall.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program itself: a command has to be named. */
@Command(
        name = "rollcall",
        description = "Exports who is in which group of an identity store to PostgreSQL, with history.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%n",
        footer = {
            "Environment:",
            "  ROLLCALL_DB_URL            the database: jdbc:postgresql://HOST/DATABASE",
            "  ROLLCALL_DB_USER           its user",
            "  ROLLCALL_DB_PASSWORD       its password, or",
            "  ROLLCALL_DB_PASSWORD_FILE  a file whose content is the password",
            "  ROLLCALL_JOBS              folder of the job files; default: jobs",
            "  ROLLCALL_QUERIES           folder of further reporting queries",
            "  ROLLCALL_CA_FILE           PEM file of further certificate authorities",
            "  ROLLCALL_LOG               debug, info (default), warn or error",
            "  ROLLCALL_LOG_FORMAT        text (default) or ecs: JSON objects, one a line",
            "  OTEL_EXPORTER_OTLP_ENDPOINT, ... where sync and worker send metrics",
            "  HTTPS_PROXY, NO_PROXY, ... the way to the provider, as curl reads it",
            "  and those of each vendor's SDK: AWS_PROFILE, HUAWEICLOUD_SDK_AK, ...",
            "",
            "Exit codes:",
            "  0  done",
            "  1  failed, run again",
            "  2  usage or configuration, nothing was sent",
            "  3  sync: the guard holds removals back     4  sync: published with gaps",
            "  5  another run holds the source            143, 130  stopped by a signal",
            "  6  nothing is known at the time asked about",
            "",
            "Examples:",
            "  rollcall check acme     try everything that sync needs",
            "  rollcall sync --all     read every source and publish it",
            "  rollcall worker         stay, and read each source when it is due",
            "  rollcall status         how old is what readers see?",
            "  rollcall query          which questions are there to ask?"
        })
final class RollcallCommand implements Callable<Integer> {
    /** The names of all commands, in the order of the help. */
    static final List<String> COMMANDS = List.of(
            "sync",
            "worker",
            "status",
            "snapshots",
            "report",
            "export",
            "query",
            "diff",
            "check",
            "init",
            "migrate",
            "rename",
            "retire",
            "prune",
            "forget",
            "evidence",
            "verify",
            "metrics",
            "completion");

    @Mixin
    private final LogOptions log = new LogOptions();

    /** How much the command logs. */
    LogOptions log() {
        return log;
    }

    @Override
    public Integer call() {
        throw new UsageException("a command is missing: " + expected());
    }

    /** What a message lists. */
    static String expected() {
        int last = COMMANDS.size() - 1;
        return String.join(", ", COMMANDS.subList(0, last)) + " or " + COMMANDS.get(last);
    }
}
