package dev.rollcall.cli;

import dev.rollcall.cli.init.Interview;
import dev.rollcall.cli.init.TypedLines;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import dev.rollcall.source.JobFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a job file, and tries it. */
@Command(
        name = "init",
        description = "Writes the job file NAME.yaml, commented, from what it asks or from options, then runs check."
                + " Never overwrites.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "On a terminal it asks for what no option gives, and takes defaults from the",
            "environment (AWS_REGION, AWS_PROFILE). Elsewhere --provider, --identity-store-id",
            "and --region are needed. Without options for credentials the vendor SDK's own",
            "chain finds them. No secret is asked for, and none is written.",
            "",
            "Environment: ROLLCALL_JOBS, and what 'rollcall check' takes: ROLLCALL_DB_URL,",
            "ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or ROLLCALL_DB_PASSWORD_FILE.",
            "",
            "Exit codes: 2 usage or configuration, and the file is there already; else those",
            "of check, whose failures leave the file written.",
            "",
            "Example:",
            "  rollcall init acme --provider=aws --identity-store-id=d-1234567890",
            "                     --region=eu-west-1 --profile=audit"
        })
final class InitCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME", description = "Name of the source: small letters, digits and hyphens.")
    private String name = "";

    @Option(names = "--provider", paramLabel = "PROVIDER", description = "aws or huawei.")
    private @Nullable String provider;

    @Option(names = "--identity-store-id", paramLabel = "ID", description = "Such as d-1234567890.")
    private @Nullable String identityStoreId;

    @Option(names = "--region", paramLabel = "REGION", description = "In which IAM Identity Center is enabled.")
    private @Nullable String region;

    @Option(names = "--endpoint", paramLabel = "URL", description = "Instead of the region's own.")
    private @Nullable String endpoint;

    @Mixin
    private final CredentialOptions credentials = new CredentialOptions();

    @Mixin
    private final JobFolder folder = new JobFolder();

    /** Keys of the job file's section {@code credentials}. */
    static final class CredentialOptions {
        @Option(names = "--profile", paramLabel = "NAME", description = "Of the vendor's own files.")
        private @Nullable String profile;

        @Option(names = "--role-arn", paramLabel = "ARN", description = "aws: role to assume.")
        private @Nullable String roleArn;

        @Option(names = "--external-id", paramLabel = "ID", description = "aws: that the role demands.")
        private @Nullable String externalId;

        @Option(names = "--project-id", paramLabel = "ID", description = "huawei: project of the region.")
        private @Nullable String projectId;

        @Option(names = "--access-key-file", paramLabel = "FILE", description = "Holds the access key's id.")
        private @Nullable String accessKeyFile;

        @Option(names = "--secret-key-file", paramLabel = "FILE", description = "Holds its secret.")
        private @Nullable String secretKeyFile;
    }

    InitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        SourceChange.requireName(name);
        Path file = folder.file(context, name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw isThere(file, null);
        }
        JobFiles files = folder.files(context);
        TypedLines typed = context.typed() == null ? null : new TypedLines(context.typed(), context.stopping());
        try {
            Interview interview = new Interview(name, files, context.environment(), context.err(), typed);
            write(file, interview.jobFile(Providers.of(context.environment()), options()));
        } catch (CancellationException e) {
            return ExitCodes.ofSignal();
        }
        context.out().println(SafeText.of(file.toString()) + " is written");
        return CheckCommand.check(context, () -> files.load(List.of(name)));
    }

    private Map<String, String> options() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "provider", provider);
        put(given, "identity-store-id", identityStoreId);
        put(given, "region", region);
        put(given, "endpoint", endpoint);
        put(given, "credentials.profile", credentials.profile);
        put(given, "credentials.role-arn", credentials.roleArn);
        put(given, "credentials.external-id", credentials.externalId);
        put(given, "credentials.project-id", credentials.projectId);
        put(given, "credentials.access-key-file", credentials.accessKeyFile);
        put(given, "credentials.secret-key-file", credentials.secretKeyFile);
        return given;
    }

    private static void put(Map<String, String> given, String key, @Nullable String value) {
        if (value != null) {
            given.put(key, value);
        }
    }

    private static void write(Path file, String text) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw isThere(file, e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    SafeText.masked(file.toString()) + ": can't be written: " + SafeText.masked(String.valueOf(e)), e);
        }
    }

    private static ConfigurationException isThere(Path file, @Nullable IOException cause) {
        return new ConfigurationException(
                SafeText.masked(file.toString())
                        + ": is there already, and 'rollcall init' overwrites nothing: edit it, or take another name",
                cause);
    }
}
