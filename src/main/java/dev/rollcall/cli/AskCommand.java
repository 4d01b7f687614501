package dev.rollcall.cli;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.query.BoundValues;
import dev.rollcall.answer.query.ParameterType;
import dev.rollcall.answer.query.Query;
import dev.rollcall.answer.query.QueryColumns;
import dev.rollcall.answer.query.QueryHead;
import dev.rollcall.answer.query.QueryParameter;
import dev.rollcall.answer.query.QueryResult;
import dev.rollcall.answer.query.UnknownNames;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Answers one query: a command made of its head, with an option for each parameter. */
final class AskCommand implements Callable<Integer> {
    private static final String INDENT = "  ";

    private final CommandContext context;
    private final Query query;
    private final CommandSpec spec;
    private final AnswerOutput output = new AnswerOutput();
    private final Limit limit = new Limit();

    /** How long the answer may take. */
    static final class Limit {
        @Option(
                names = "--timeout",
                paramLabel = "DURATION",
                converter = TimeoutConverter.class,
                description = "Give up when the database takes longer, such as 30s, 5m or 1h. Default: never.")
        private @Nullable Duration timeout;
    }

    private AskCommand(CommandContext context, Query query) {
        this.context = context;
        this.query = query;
        this.spec = CommandSpec.wrapWithoutInspection(this);
    }

    static CommandLine commandLine(CommandContext context, Query query) {
        AskCommand command = new AskCommand(context, query);
        command.describe(query.head());
        return new CommandLine(command.spec);
    }

    @Override
    public Integer call() {
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1)) {
            Preconditions.readable(database);
            try (ReadSession session = ReadSession.open(database);
                    SlowWorkNotice notice = new SlowWorkNotice(context)) {
                BoundValues values = BoundValues.of(query, given(), session, this::tell);
                notice.begin("the database works on the query " + SafeText.of(query.name()));
                // Returns when the first rows are there.
                try (QueryResult result = QueryResult.of(query, values, session, limit.timeout)) {
                    notice.end();
                    if (output.toFile()) {
                        notice.begin("writing the answer to the query " + SafeText.of(query.name()));
                    }
                    output.write(context, result.columns(), result::writeTo);
                    if (result.isEmpty()) {
                        UnknownNames.of(query, values, session).forEach(this::tell);
                    }
                }
            }
        }
        return ExitCodes.OK;
    }

    private void tell(String line) {
        context.err().println("rollcall: " + SafeText.of(line));
    }

    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        for (QueryParameter parameter : query.head().parameters()) {
            String value = spec.findOption(parameter.option()).getValue();
            if (value != null) {
                given.put(parameter.name(), value);
            }
        }
        return given;
    }

    private void describe(QueryHead head) {
        spec.name(query.name()).versionProvider(new Version());
        head.parameters().forEach(parameter -> spec.addOption(option(parameter)));
        spec.addMixin("output", CommandSpec.forAnnotatedObject(output));
        spec.addMixin("limit", CommandSpec.forAnnotatedObject(limit));
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage()
                .sortOptions(false)
                .sortSynopsis(false)
                .description(plain(head.question()), plain(head.details()))
                .footerHeading("%nColumns of the answer:%n")
                .footer(columns(head.columns()));
    }

    private static OptionSpec option(QueryParameter parameter) {
        OptionSpec.Builder option = OptionSpec.builder(parameter.option())
                .type(String.class)
                .required(parameter.otherwise() == null)
                .paramLabel(label(parameter.type()))
                .description(plain(parameter.meaning()
                        + (parameter.otherwise() == null ? "" : "; default: " + parameter.otherwise())))
                .converters(value -> checked(parameter.type(), value));
        if (parameter.type() == ParameterType.FLAG) {
            option.arity("0..1").fallbackValue("true");
        }
        return option.build();
    }

    private static String checked(ParameterType type, String value) {
        try {
            type.require(value);
            return value;
        } catch (ConfigurationException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static String label(ParameterType type) {
        return switch (type) {
            case TEXT -> "TEXT";
            case BIGINT -> "NUMBER";
            case TIME -> "TIME";
            case FLAG -> "true|false";
        };
    }

    private static String[] columns(List<QueryColumns> columns) {
        List<String> lines = new ArrayList<>();
        for (QueryColumns column : columns) {
            lines.add(INDENT + plain(String.join(", ", column.names())));
            lines.add(INDENT + INDENT + INDENT + plain(column.meaning()));
        }
        return lines.toArray(String[]::new);
    }

    /** Picocli takes some characters for its own, in texts as well. */
    private static String plain(String text) {
        return SafeText.of(text).replace("%", "%%").replace("$", "$$").replace("@|", "@ |");
    }
}
