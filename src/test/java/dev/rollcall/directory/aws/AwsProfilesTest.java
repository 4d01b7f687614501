package dev.rollcall.directory.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kind of profile that {@code aws --profile X identitystore list-groups} takes, as far as this process can be told
 * of it; {@link AwsSessionsTest} has those that need an environment of their own.
 */
class AwsProfilesTest {
    private static final String KEYS = "aws_access_key_id = AKIDKEYS\naws_secret_access_key = secret\n";
    private static final String ROLE = "role_arn = arn:aws:iam::111122223333:role/audit\n";

    private static final String INSTANCE_KEYS = """
            {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ASIAINSTANCE", "SecretAccessKey": "secret",
             "Token": "token", "Expiration": "%s"}
            """;

    @TempDir
    Path folder;

    private final ScriptedServer store = new ScriptedServer(request -> new ServerResponse(200, "{\"Groups\":[]}"));
    private final ScriptedServer sts = new ScriptedServer(request -> session("ASIAROLE"));

    private SdkProperties properties;

    @BeforeEach
    void isolate() {
        properties = SdkProperties.isolated(folder);
        properties.set("aws.endpointUrlSts", sts.endpoint().toString());
    }

    @AfterEach
    void restore() {
        store.close();
        sts.close();
        properties.close();
    }

    @Test
    void keysWithASessionToken() {
        config("[profile audit]\n" + KEYS + "aws_session_token = SESSION\n");
        list("audit");
        assertThat(signedWith(store)).contains("AKIDKEYS/");
        assertThat(store.lastRequest().header("X-Amz-Security-Token")).isEqualTo("SESSION");
    }

    @Test
    void keysInTheCredentialsFileWinOverThoseInTheConfig() {
        config("[profile audit]\n" + KEYS);
        AdapterFixture.write(folder.resolve("credentials"), "[audit]\n" + KEYS.replace("AKIDKEYS", "AKIDFIRST"));
        list("audit");
        assertThat(signedWith(store)).contains("AKIDFIRST/");
    }

    /** As AWS's own command line has it (tried with 1.45.11). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KEYS PROCESS      |            | ASIAPROCESS",
                "KEYS PROCESS      | KEYS       | AKIDFIRST",
                "KEYS PROCESS ROLE | KEYS       | ASIAROLE",
                "KEYS LOGIN        | KEYS       | AKIDFIRST",
                "KEYS LOGIN        |            | run aws login",
                "PROCESS LOGIN     |            | run aws login",
                "KEYS SSO          | KEYS       | run aws sso login",
                "SSO ROLE          |            | ASIAROLE"
            })
    void kindsOfAProfileHaveAnOrder(String config, @Nullable String credentials, String outcome) {
        String kinds = config.replace("KEYS", KEYS)
                .replace(
                        "PROCESS",
                        "credential_process = echo '{\"AccessKeyId\": \"ASIAPROCESS\", \"SecretAccessKey\": \"s\"}'\n")
                .replace("ROLE", ROLE + "source_profile = keys\n")
                .replace("LOGIN", "login_session = arn:aws:iam::111122223333:user/nobody\n")
                .replace("SSO", """
                        sso_start_url = https://nobody.awsapps.com/start
                        sso_region = eu-central-1
                        sso_account_id = 111122223333
                        sso_role_name = Auditor
                        """);
        config("[profile keys]\n" + KEYS + "[profile audit]\n" + kinds.replace("\n ", "\n"));
        if (credentials != null) {
            AdapterFixture.write(folder.resolve("credentials"), "[audit]\n" + KEYS.replace("AKIDKEYS", "AKIDFIRST"));
        }
        if (outcome.startsWith("run ")) {
            assertThatThrownBy(() -> list("audit")).hasMessageContaining(outcome);
        } else {
            list("audit");
            assertThat(signedWith(store)).contains(outcome + "/");
        }
    }

    @Test
    void defaultProfileIsTakenWhereTheJobFileNamesNone() {
        config("[default]\n" + KEYS);
        list(null);
        assertThat(signedWith(store)).contains("AKIDKEYS/");
    }

    @Test
    void keysThatChangeInTheFileAreUsedForTheNextRequest() {
        config("[profile audit]\n" + KEYS);
        try (Directory directory = open("audit", "eu-west-1")) {
            directory.listGroups(null);
            config("[profile audit]\n" + KEYS.replace("AKIDKEYS", "AKIDROTATED"));
            directory.listGroups(null);
            assertThat(signedWith(store)).contains("AKIDROTATED/");
        }
    }

    @Test
    void fileThatIsHalfWrittenIsWaitedFor() {
        config("[profile audit]\n" + KEYS);
        try (Directory directory = open("audit", "eu-west-1")) {
            directory.listGroups(null);
            config("[profile audit]\naws_access_key_id = AKIDROTATED\n");
            assertThatThrownBy(() -> directory.listGroups(null))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("which lacks aws_secret_access_key");
            config("[profile audit]\n" + KEYS.replace("AKIDKEYS", "AKIDROTATED"));
            directory.listGroups(null);
            assertThat(signedWith(store)).contains("AKIDROTATED/");
        }
    }

    @Test
    void roleWhoseSourceIsHalfReplacedIsWaitedFor() {
        String role = "[profile audit]\n" + ROLE + "source_profile = keys\n[profile keys]\n";
        config(role + KEYS);
        try (Directory directory = open("audit", "eu-west-1")) {
            directory.listGroups(null);
            sts.respond(new ServerResponse(
                    403,
                    AdapterFixture.resource(AwsCredentialsTest.class, "sts-error.xml")
                            .replace("CODE", "SignatureDoesNotMatch")
                            .replace("MESSAGE", "no match")));
            config(role + KEYS.replace("AKIDKEYS", "AKIDROTATED"));
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> directory.listGroups(null))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining(
                                "the keys have just changed, perhaps not all of them yet: can't assume role");
            }
            sts.respond(session("ASIANEXT"));
            directory.listGroups(null);
            assertThat(signedWith(store)).contains("ASIANEXT/");
        }
    }

    @Test
    void roleWithASourceProfile() {
        config("[profile audit]\n" + ROLE + "source_profile = keys\nexternal_id = shared word\n"
                + "role_session_name = of-the-profile\nduration_seconds = 1800\n[profile keys]\n" + KEYS);
        list("audit");
        assertThat(signedWith(sts)).contains("AKIDKEYS/");
        assertThat(sts.lastRequest().body())
                .contains("Action=AssumeRole", "role%2Faudit", "ExternalId=shared+word")
                .contains("RoleSessionName=of-the-profile", "DurationSeconds=1800");
        assertThat(signedWith(store)).contains("ASIAROLE/");
    }

    @Test
    void roleWhoseSessionHasNoNameGetsTheProcessesOrRollcall() {
        config("[profile audit]\n" + ROLE + "source_profile = keys\n[profile keys]\n" + KEYS);
        list("audit");
        assertThat(sts.lastRequest().body()).contains("RoleSessionName=rollcall");
        properties.set("aws.roleSessionName", "of-the-process");
        list("audit");
        assertThat(sts.lastRequest().body()).contains("RoleSessionName=of-the-process");
    }

    @Test
    void roleOfARole() {
        config("[profile audit]\n" + ROLE + "source_profile = jump\n[profile jump]\n"
                + ROLE.replace("role/audit", "role/jump") + "source_profile = keys\n[profile keys]\n" + KEYS);
        list("audit");
        assertThat(sts.requests()).hasSize(2);
        assertThat(sts.requests().get(0).body()).contains("role%2Fjump");
        assertThat(sts.requests().get(1).body()).contains("role%2Faudit");
        assertThat(signedWith(sts)).contains("ASIAROLE/");
    }

    @Test
    void roleThatIsItsOwnSource() {
        config("[profile audit]\n" + ROLE + "source_profile = audit\n" + KEYS);
        list("audit");
        assertThat(signedWith(sts)).contains("AKIDKEYS/");
        assertThat(signedWith(store)).contains("ASIAROLE/");
    }

    /** The signature's scope names the region that is asked, and with it the partition. */
    @ParameterizedTest
    @CsvSource({"us-gov-west-1", "cn-north-1", "eu-west-1"})
    void rolesAreAssumedInTheJobsRegionWhateverTheProfilesIs(String region) {
        config("[profile audit]\nregion = us-east-1\n" + ROLE
                + "source_profile = jump\n[profile jump]\nregion = us-east-2\n" + ROLE
                + "source_profile = keys\n[profile keys]\n" + KEYS);
        try (Directory directory = open("audit", region)) {
            directory.listGroups(null);
        }
        assertThat(sts.requests())
                .extracting(request -> String.valueOf(request.header("Authorization")))
                .allSatisfy(signature -> assertThat(signature).contains("/" + region + "/sts/"));
    }

    @Test
    void roleWithInstanceMetadataAsItsSource() {
        config("[profile audit]\n" + ROLE + "credential_source = Ec2InstanceMetadata\n");
        String keys = INSTANCE_KEYS.formatted(Instant.now().plusSeconds(3600));
        try (ScriptedServer metadata = new ScriptedServer()) {
            metadata.respond(request -> metadata(request, keys));
            properties.set("aws.disableEc2Metadata", "false");
            properties.set("aws.ec2MetadataServiceEndpoint", metadata.endpoint().toString());
            list("audit");
        }
        assertThat(signedWith(sts)).contains("ASIAINSTANCE/");
    }

    private static ServerResponse metadata(ServerRequest request, String keys) {
        if (request.path().endsWith("/api/token")) {
            return new ServerResponse(200, "TOKEN").with("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        }
        return new ServerResponse(200, request.path().endsWith("/instance-role") ? keys : "instance-role");
    }

    @Test
    void roleOfTheInstanceIsTakenWhereNothingElseIsThere() {
        config("[default]\nregion = eu-west-1\n");
        try (ScriptedServer metadata = new ScriptedServer()) {
            metadata.respond(request ->
                    metadata(request, INSTANCE_KEYS.formatted(Instant.now().plusSeconds(3600))));
            properties.set("aws.disableEc2Metadata", "false");
            properties.set("aws.ec2MetadataServiceEndpoint", metadata.endpoint().toString());
            list(null);
        }
        assertThat(signedWith(store)).contains("ASIAINSTANCE/");
    }

    @Test
    void roleOfTheContainerIsTakenBeforeTheInstances() {
        try (ScriptedServer container = new ScriptedServer()) {
            container.respond(new ServerResponse(
                    200,
                    INSTANCE_KEYS.formatted(Instant.now().plusSeconds(3600)).replace("INSTANCE", "CONTAINER")));
            properties.set("aws.containerCredentialsFullUri", container.endpoint() + "/keys");
            list(null);
        }
        assertThat(signedWith(store)).contains("ASIACONTAINER/");
    }

    @Test
    void roleWithItsContainerAsItsSource() {
        config("[profile audit]\n" + ROLE + "credential_source = EcsContainer\n");
        try (ScriptedServer container = new ScriptedServer()) {
            container.respond(new ServerResponse(
                    200,
                    INSTANCE_KEYS.formatted(Instant.now().plusSeconds(3600)).replace("INSTANCE", "CONTAINER")));
            properties.set("aws.containerCredentialsFullUri", container.endpoint() + "/keys");
            list("audit");
        }
        assertThat(signedWith(sts)).contains("ASIACONTAINER/");
    }

    @Test
    void roleWithATokenInAFile() {
        Path token = AdapterFixture.write(folder.resolve("token"), "WEB-TOKEN\n");
        config("[profile audit]\nregion = us-east-1\n" + ROLE + "web_identity_token_file = " + token + "\n");
        sts.respond(webIdentity());
        list("audit");
        assertThat(sts.lastRequest().body())
                .contains("Action=AssumeRoleWithWebIdentity", "WebIdentityToken=WEB-TOKEN", "role%2Faudit")
                .contains("RoleSessionName=rollcall");
        assertThat(signedWith(store)).contains("ASIAWEB/");
    }

    @Test
    void roleWithATokenThatTheProcessNames() {
        properties.set(
                "aws.webIdentityTokenFile",
                AdapterFixture.write(folder.resolve("token"), "WEB-TOKEN\n").toString());
        properties.set("aws.roleArn", "arn:aws:iam::111122223333:role/pod");
        sts.respond(webIdentity());
        list(null);
        assertThat(sts.lastRequest().body()).contains("Action=AssumeRoleWithWebIdentity", "role%2Fpod");
        assertThat(signedWith(store)).contains("ASIAWEB/");
    }

    @Test
    void tokenFileThatIsNotThereIsNamed() {
        config("[profile audit]\n" + ROLE + "web_identity_token_file = " + folder.resolve("absent") + "\n");
        assertThatThrownBy(() -> open("audit", "eu-west-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("credentials: web_identity_token_file of profile \"audit\": " + folder.resolve("absent")
                        + " can't be read (NoSuchFileException)");
    }

    @Test
    void processThatPrintsCredentials() {
        Path program = AdapterFixture.write(folder.resolve("keys.json"), """
                {"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "secret", "SessionToken": "token"}
                """);
        config("[profile audit]\ncredential_process = cat " + program + "\n");
        list("audit");
        assertThat(signedWith(store)).contains("ASIAPROCESS/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo 'log in first' >&2; exit 3   | it ended with 3: log in first",
                "exit 4                           | it ended with 4",
                "echo '{\"AccessKeyId\": \"hush\"}' | it printed no credentials: SecretAccessKey is missing",
                "echo hush                        | it printed no credentials: the response is not JSON at line 1, column 1"
            })
    void processThatFailsTellsWhatItWroteAndNothingElse(String command, String reason) {
        config("[profile audit]\ncredential_process = " + command + "\n");
        assertThatThrownBy(() -> open("audit", "eu-west-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("no AWS credentials: tried profile \"audit\", whose credential_process failed: " + reason);
    }

    @Test
    void processThatAsksSomebodyIsEndedAndOneThatReadsGetsNothing() {
        AwsProfile asks = profile("[profile audit]\ncredential_process = sleep 1000\n");
        assertThatThrownBy(() -> new AwsProcess(asks, Duration.ofMillis(100)).resolveCredentials())
                .hasMessageContaining("it did not end within ");
        AwsProfile reads = profile("[profile audit]\ncredential_process = cat\n");
        assertThatThrownBy(() -> new AwsProcess(reads, Duration.ofSeconds(20)).resolveCredentials())
                .hasMessageContaining("it printed no credentials");
    }

    @Test
    void processRunsAgainWhenItsCredentialsExpire() {
        Path runs = folder.resolve("runs");
        AwsProfile expiring = profile("[profile audit]\ncredential_process = echo . >> " + runs
                + "; echo '{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"Expiration\":\""
                + Instant.now() + "\"}'\n");
        AwsProcess process = new AwsProcess(expiring, Duration.ofSeconds(20));
        assertThat(process.resolveCredentials().accessKeyId()).isEqualTo("A");
        assertThat(process.resolveCredentials().accessKeyId()).isEqualTo("A");
        assertThat(runs).hasContent(".\n.");
    }

    private AwsProfile profile(String content) {
        config(content);
        return new AwsSharedConfiguration("audit").profile().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region = eu-west-1 | , which has none of role_arn, sso_session, sso_start_url, aws_access_key_id,"
                        + " login_session, credential_process",
                "aws_access_key_id = AKID | , which lacks aws_secret_access_key",
                "role_arn = arn:aws:iam::111122223333:role/x | , whose role_arn needs exactly one of source_profile"
                        + " and credential_source",
                "sso_session = corp | , whose sso_session \"corp\" is no section",
                "sso_start_url = https://corp.awsapps.com/start | , which lacks sso_region",
            })
    void profileThatIsIncompleteIsNamedWithWhatItLacks(String line, String problem) {
        config("[profile audit]\n" + line + "\n");
        assertThatThrownBy(() -> open("audit", "eu-west-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("no AWS credentials: tried profile \"audit\"" + problem);
    }

    @Test
    void sourceProfileThatIsNotThereIsTheOneThatIsNamed() {
        config("[profile audit]\n" + ROLE + "source_profile = absent\n");
        assertThatThrownBy(() -> open("audit", "eu-west-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tried profile \"absent\", which is neither in");
    }

    @Test
    void rolesThatGoInACircleEndAtTheProfileWithoutKeys() {
        config("[profile audit]\n" + ROLE + "source_profile = other\n[profile other]\n" + ROLE
                + "source_profile = audit\n");
        assertThatThrownBy(() -> open("audit", "eu-west-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tried profile \"audit\", which lacks aws_access_key_id");
    }

    @Test
    void malformedSharedConfigurationIsAConfigurationErrorOfOneLine() {
        config("[profile audit\nno equals sign\n");
        assertThatThrownBy(() -> open("audit", "eu-west-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("AWS's shared configuration is malformed: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refusedRoleNamesItsProfileAndWhatStsSays() {
        config("[profile audit]\n" + ROLE + "mfa_serial = arn:aws:iam::111122223333:mfa/me\n"
                + "source_profile = keys\n[profile keys]\n" + KEYS);
        sts.respond(new ServerResponse(
                403,
                AdapterFixture.resource(AwsCredentialsTest.class, "sts-error.xml")
                        .replace("CODE", "AccessDenied")
                        .replace("MESSAGE", "not authorized to perform: sts:AssumeRole")));
        assertThat(catchThrowable(() -> open("audit", "eu-west-1")))
                .isInstanceOf(Denied.class)
                .hasMessage("Credentials: can't assume role arn:aws:iam::111122223333:role/audit of profile \"audit\":"
                        + " it asks for a code (mfa_serial), which nobody is there to type: not authorized to perform:"
                        + " sts:AssumeRole (HTTP 403, AccessDenied, request sts-1)");
    }

    private void list(@Nullable String profile) {
        try (Directory directory = open(profile, "eu-west-1")) {
            directory.listGroups(null);
        }
    }

    private Directory open(@Nullable String profile, String region) {
        return new AwsProvider(new Network(Map.of()))
                .open(new DirectorySettings(
                        AdapterFixture.STORE,
                        region,
                        store.endpoint(),
                        profile == null ? Credentials.DEFAULT : AdapterFixture.profile(profile),
                        4,
                        100,
                        Duration.ofSeconds(20)));
    }

    private void config(String content) {
        AdapterFixture.write(folder.resolve("config"), content);
    }

    private static String signedWith(ScriptedServer server) {
        return String.valueOf(server.lastRequest().header("Authorization"));
    }

    private static ServerResponse session(String key) {
        return new ServerResponse(
                200,
                AdapterFixture.resource(AwsCredentialsTest.class, "assume-role.xml")
                        .replace("ASIAKEY", key)
                        .replace("UNTIL", Instant.now().plusSeconds(3600).toString()));
    }

    private static ServerResponse webIdentity() {
        ServerResponse role = session("ASIAWEB");
        return new ServerResponse(200, role.body().replace("AssumeRole", "AssumeRoleWithWebIdentity"));
    }
}
