package dev.rollcall.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.aws.AwsProvider;
import dev.rollcall.directory.huawei.HuaweiProvider;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.source.JobFiles;
import dev.rollcall.source.Source;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterviewTest {
    private static final List<Provider> PROVIDERS =
            List.of(new AwsProvider(new Network(Map.of())), new HuaweiProvider(new Network(Map.of())));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void answersMakeTheCommentedExampleIntoAJobFile() throws IOException {
        String text = ask(Map.of(), "aws", "d-9067642ac1", "eu-central-1", "chain");
        Source source = load(text);

        assertThat(source.provider()).isEqualTo("aws");
        assertThat(source.directory().identityStoreId()).isEqualTo("d-9067642ac1");
        assertThat(source.directory().region()).isEqualTo("eu-central-1");
        assertThat(source.directory().credentials())
                .isEqualTo(new Credentials(null, null, null, null, null, null, null, null));
        assertThat(text)
                .startsWith("# The source acme, as 'rollcall init' wrote it.")
                .contains("\n# Also read the users", "\n#credentials:\n", "\nfresh-within: 26h\n")
                .doesNotContain("copy this file");
    }

    @Test
    void defaultsAreThoseOfTheEnvironment() throws IOException {
        Source source =
                load(ask(Map.of("AWS_REGION", "ap-south-1", "AWS_PROFILE", "audit"), "", "d-1234567890", "", "", ""));

        assertThat(source.provider()).isEqualTo("aws");
        assertThat(source.directory().region()).isEqualTo("ap-south-1");
        assertThat(source.directory().credentials().profile()).isEqualTo("audit");
        assertThat(asked())
                .contains("provider (aws, huawei) [aws]: ", "is enabled [ap-south-1]: ", "files [audit]: ")
                .contains("(chain, profile, role-arn, access-key-file) [profile]: ");
    }

    @Test
    void answerThatWillNotDoIsRefusedAtOnceAndAskedForAgain() throws IOException {
        Source source = load(ask(
                Map.of("HUAWEICLOUD_SDK_AK", "x"),
                "azure",
                "",
                "no id!",
                "d-1234567890",
                "CN North",
                "cn-north-4",
                "chain"));

        assertThat(source.provider()).isEqualTo("huawei");
        assertThat(asked().lines().filter(line -> line.contains("  expected") || line.contains(": expected")))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("one of aws, huawei, found 'azure'"))
                .anySatisfy(line -> assertThat(line).contains("identity-store-id: expected an identity store id"))
                .anySatisfy(line -> assertThat(line).contains("region: expected a region", "found 'CN North'"));
        assertThat(asked()).doesNotContain(folder.toString());
    }

    @Test
    void roleIsAskedWithItsExternalId() throws IOException {
        String role = "arn:aws:iam::111122223333:role/rollcall";
        Credentials credentials = load(ask(
                        Map.of(), "aws", "d-1234567890", "eu-west-1", "role-arn", "rollcall", role, "no: 'secret' #1"))
                .directory()
                .credentials();

        assertThat(credentials.roleArn()).isEqualTo(role);
        assertThat(credentials.externalId()).isEqualTo("no: 'secret' #1");
        assertThat(load(ask(Map.of(), "aws", "d-1234567890", "eu-west-1", "role-arn", role, ""))
                        .directory()
                        .credentials()
                        .externalId())
                .isNull();
    }

    @Test
    void keyFilesAreAskedBothAndASecretIsNeverTakenForOne() throws IOException {
        String secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1";
        String text = ask(
                Map.of(),
                "aws",
                "d-1234567890",
                "eu-west-1",
                "access-key-file",
                "AKIAIOSFODNN7EXAMPLE",
                "keys/ak",
                secret,
                "keys/sk");
        Credentials credentials = load(text).directory().credentials();

        assertThat(credentials.accessKeyFile()).isEqualTo(folder.resolve("keys/ak"));
        assertThat(credentials.secretKeyFile()).isEqualTo(folder.resolve("keys/sk"));
        assertThat(text + asked()).doesNotContain(secret, "AKIAIOSFODNN7EXAMPLE");
    }

    @Test
    void optionsAreNotAskedForAndWithAllThreeNothingIs() {
        assertThat(interview(Map.of(), "d-1234567890", "eu-west-1", "chain")
                        .jobFile(PROVIDERS, Map.of("provider", "aws")))
                .contains("provider: aws\n");
        assertThat(asked()).doesNotContain("provider (");
        err.reset();

        String text = interview(Map.of())
                .jobFile(
                        PROVIDERS,
                        Map.of(
                                "provider",
                                "huawei",
                                "identity-store-id",
                                "d-1234567890",
                                "region",
                                "cn-north-4",
                                "credentials.project-id",
                                "0123456789abcdef0123456789abcdef"));
        assertThat(text).contains("\ncredentials:\n", "\n  project-id: 0123456789abcdef0123456789abcdef\n");
        assertThat(asked()).isEmpty();
    }

    @Test
    void withoutATerminalTheMissingOptionIsNamed() {
        refuses(Map.of(), "--provider is missing");
        refuses(Map.of("provider", "aws"), "--identity-store-id is missing");
        refuses(Map.of("provider", "aws", "identity-store-id", "d-1234567890"), "--region is missing");
        refuses(Map.of("provider", "azure"), "--provider: expected one of aws, huawei, found 'azure'");
        refuses(
                Map.of("provider", "aws", "identity-store-id", "x"),
                "identity-store-id: expected an identity store id");
        refuses(
                Map.of(
                        "provider",
                        "aws",
                        "identity-store-id",
                        "d-1234567890",
                        "region",
                        "eu-west-1",
                        "credentials.external-id",
                        "7"),
                "credentials.external-id: expected together with role-arn");
    }

    @Test
    void endOfTheAnswersAndASignalEndIt() {
        assertThatThrownBy(() -> ask(Map.of(), "aws"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("there are no more answers: nothing is written");
        TypedLines stopped = new TypedLines(new BufferedReader(new StringReader("")), () -> true);
        assertThatThrownBy(() -> interview(Map.of(), stopped).jobFile(PROVIDERS, Map.of()))
                .isInstanceOf(CancellationException.class);
    }

    private void refuses(Map<String, String> options, String message) {
        assertThatThrownBy(() -> interview(Map.of(), (TypedLines) null).jobFile(PROVIDERS, options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private String ask(Map<String, String> environment, String... answers) {
        return interview(environment, answers).jobFile(PROVIDERS, Map.of());
    }

    private Interview interview(Map<String, String> environment, String... answers) {
        String typed = String.join("\n", answers) + (answers.length == 0 ? "" : "\n");
        return interview(environment, new TypedLines(new BufferedReader(new StringReader(typed)), () -> false));
    }

    private Interview interview(Map<String, String> environment, @Nullable TypedLines typed) {
        return new Interview(
                "acme",
                new JobFiles(folder, PROVIDERS),
                environment,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                typed);
    }

    private String asked() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Source load(String text) throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), text);
        return new JobFiles(folder, PROVIDERS).load(List.of("acme")).get(0);
    }
}
