package dev.rollcall.cli;

import dev.rollcall.answer.OutputFile;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.metrics.PrometheusText;
import dev.rollcall.metrics.SourceGauges;
import dev.rollcall.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints where sources stand, for Prometheus. */
@Command(
        name = "metrics",
        description = "Prints the state of all sources in Prometheus' text format.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_JOBS; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, or a file that can't be",
            "written.",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Example, for a textfile collector:",
            "  rollcall metrics -o /var/lib/prometheus/node-exporter/rollcall.prom"
        })
final class MetricsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final JobFolder folder = new JobFolder();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write there instead of standard output; one that is there is replaced in one step.")
    private @Nullable Path file;

    MetricsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        List<SourceGauges> gauges;
        try (Database database = new Database(settings, 1);
                SlowWorkNotice notice = new SlowWorkNotice(context)) {
            notice.begin("looking how far sources are");
            BackgroundAnswer<GaugeReader> read =
                    BackgroundAnswer.of(() -> Preconditions.answered(database, () -> GaugeReader.ask(database.pool())));
            List<Source> described = folder.described(context);
            gauges = read.await().gauges(described);
        }
        if (file == null) {
            PrometheusText.write(gauges, context.out());
            context.out().flush();
        } else {
            OutputFile.write(file, out -> PrometheusText.write(gauges, out));
        }
        return ExitCodes.OK;
    }
}
