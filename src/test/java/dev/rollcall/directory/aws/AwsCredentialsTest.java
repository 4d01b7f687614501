package dev.rollcall.directory.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.wire.KeyFiles;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkGlobalTime;

class AwsCredentialsTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/rollcall";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final ScriptedServer store = new ScriptedServer(request -> new ServerResponse(200, "{\"Groups\":[]}"));
    private final ScriptedServer sts = new ScriptedServer();

    private SdkProperties properties;

    @BeforeEach
    void isolate() {
        properties = SdkProperties.isolated(folder);
        properties.set("aws.endpointUrlSts", sts.endpoint().toString());
    }

    @AfterEach
    void restore() {
        // The SDK keeps what it learned of clocks for the whole JVM.
        SdkGlobalTime.setGlobalTimeOffset(0);
        store.close();
        sts.close();
        properties.close();
    }

    @Test
    void keysComeFromFilesLessOneLineBreak() {
        AwsKeyFiles files = new AwsKeyFiles(new KeyFiles(
                AdapterFixture.write(folder.resolve("ak"), "AKID\r\n"),
                AdapterFixture.write(folder.resolve("sk"), "secret\n"),
                AdapterFixture.write(folder.resolve("token"), "token")));
        assertThat(files.resolveCredentials().accessKeyId()).isEqualTo("AKID");
        assertThat(files.resolveCredentials().secretAccessKey()).isEqualTo("secret");
        assertThat(files.toString()).doesNotContain("AKID", "secret");
    }

    @Test
    void unchangedFilesGiveTheSameCredentials() {
        AwsKeyFiles files = new AwsKeyFiles(new KeyFiles(
                AdapterFixture.write(folder.resolve("ak"), "AKID"),
                AdapterFixture.write(folder.resolve("sk"), "secret"),
                null));
        assertThat(files.resolveCredentials()).isSameAs(files.resolveCredentials());
    }

    @Test
    void securityTokenIsSent() {
        try (Directory directory = open(AdapterFixture.keyFiles(folder, "AKID", "secret", "SESSION-TOKEN\n"))) {
            directory.listGroups(null);
        }
        assertThat(store.lastRequest().header("X-Amz-Security-Token")).isEqualTo("SESSION-TOKEN");
    }

    @Test
    void rotatedKeyIsUsedForTheNextRequest() throws IOException {
        try (Directory directory = open(AdapterFixture.keyFiles(folder))) {
            directory.listGroups(null);
            assertThat(signedWith()).contains("AKIDEXAMPLE/");
            Path rotated = AdapterFixture.write(folder.resolve("new"), "AKIDROTATED\n");
            Files.move(rotated, folder.resolve("ak"), StandardCopyOption.REPLACE_EXISTING);
            directory.listGroups(null);
            assertThat(signedWith()).contains("AKIDROTATED/");
        }
    }

    @Test
    void fileThatVanishesIsWaitedForSinceItMayBeReplaced() throws IOException {
        try (Directory directory = open(AdapterFixture.keyFiles(folder))) {
            Files.delete(folder.resolve("sk"));
            assertThatThrownBy(() -> directory.listGroups(null))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("ListGroups")
                    .hasMessageContaining(folder.resolve("sk").toString());
        }
        assertThat(store.requests()).isEmpty();
    }

    @Test
    void refusalOfKeysThatAreBeingReplacedIsWaitedOut() {
        store.respond(request -> String.valueOf(request.header("Authorization")).contains("AKIDNEW/")
                ? new ServerResponse(400, "{\"__type\":\"InvalidSignatureException\"}")
                : new ServerResponse(200, "{\"Groups\":[]}"));
        try (Directory directory = open(AdapterFixture.keyFiles(folder))) {
            directory.listGroups(null);
            AdapterFixture.write(folder.resolve("ak"), "AKIDNEW\n");
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> directory.listGroups(null))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("InvalidSignatureException")
                        .hasMessageContaining("the keys have just changed, perhaps not all of them yet");
            }
            AdapterFixture.write(folder.resolve("sk"), "new secret\n");
            store.respond(new ServerResponse(200, "{\"Groups\":[]}"));
            assertThat(directory.listGroups(null).items()).isEmpty();
        }
    }

    @Test
    void keysReplacedWhileARequestIsOnItsWayAreTriedAgain() {
        try (Directory directory = open(AdapterFixture.keyFiles(folder))) {
            directory.listGroups(null);
            store.respond(request -> {
                AdapterFixture.write(folder.resolve("ak"), "AKIDNEW\n");
                return new ServerResponse(400, "{\"__type\":\"UnrecognizedClientException\"}");
            });
            assertThatThrownBy(() -> directory.listGroups(null)).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void refusalOfARoleWhoseKeysAreBeingReplacedIsWaitedOut() {
        sts.respond(
                session("ASIAFIRST", Instant.now().minusSeconds(1)),
                error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match"));
        try (Directory directory = open(role(null))) {
            AdapterFixture.write(folder.resolve("ak"), "AKIDNEW\n");
            assertThat(failureOnceExpired(directory))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("the keys have just changed");
        }
    }

    @Test
    void sessionOfARoleIsNamedInTheJobFile() {
        sts.respond(session("ASIAROLE", Instant.now().plusSeconds(3600)));
        Credentials keys = role(null);
        Credentials named = new Credentials(
                null, ROLE, null, "nightly@audit", null, keys.accessKeyFile(), keys.secretKeyFile(), null);
        try (Directory directory = open(named)) {
            directory.listGroups(null);
        }
        assertThat(sts.lastRequest().body()).contains("RoleSessionName=nightly%40audit");
    }

    @Test
    void sessionOfARoleIsNamedByTheProcessOtherwise() {
        properties.set("aws.roleSessionName", "of-the-process");
        sts.respond(session("ASIAROLE", Instant.now().plusSeconds(3600)));
        try (Directory directory = open(role(null))) {
            directory.listGroups(null);
        }
        assertThat(sts.lastRequest().body()).contains("RoleSessionName=of-the-process");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "  \n"})
    void emptyFileIsAConfigurationError(String content) {
        Credentials keys = AdapterFixture.keyFiles(folder);
        AdapterFixture.write(folder.resolve("sk"), content);
        assertThatThrownBy(() -> open(keys))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sk is empty");
    }

    @Test
    void missingFileIsAConfigurationErrorThatNamesIt() throws IOException {
        Credentials keys = AdapterFixture.keyFiles(folder);
        Files.delete(folder.resolve("ak"));
        assertThatThrownBy(() -> open(keys))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(folder.resolve("ak").toString())
                .message()
                .doesNotContain("\n", "wJalrXUtnFEMI");
    }

    @Test
    void profileOfTheSharedConfigurationIsUsed() {
        AdapterFixture.write(
                folder.resolve("credentials"),
                "[audit]\naws_access_key_id = AKIDAUDIT\naws_secret_access_key = secret\n");
        try (Directory directory = open(AdapterFixture.profile("audit"))) {
            directory.listGroups(null);
        }
        assertThat(signedWith()).contains("AKIDAUDIT/");
    }

    @Test
    void unknownProfileIsAConfigurationErrorThatNamesIt() {
        assertThatThrownBy(() -> open(AdapterFixture.profile("absent")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("no AWS credentials: tried profile \"absent\", which is neither in "
                        + folder.resolve("config") + " nor in " + folder.resolve("credentials"));
    }

    @Test
    void profileThatIsIncompleteIsNamedWithoutItsSecrets() {
        AdapterFixture.write(folder.resolve("credentials"), "[audit]\naws_secret_access_key = hush\n");
        assertThatThrownBy(() -> open(AdapterFixture.profile("audit")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("profile \"audit\"")
                .message()
                .doesNotContain("hush", "\n");
    }

    @Test
    void defaultChainTakesSystemProperties() {
        properties.set("aws.accessKeyId", "AKIDPROPERTY");
        properties.set("aws.secretAccessKey", "secret");
        try (Directory directory = open(Credentials.DEFAULT)) {
            directory.listGroups(null);
        }
        assertThat(signedWith()).contains("AKIDPROPERTY/");
    }

    @Test
    void noCredentialsAnywhereIsAConfigurationErrorOfOneLine() {
        assumeThat(System.getenv()).doesNotContainKeys("AWS_ACCESS_KEY_ID", "AWS_CONTAINER_CREDENTIALS_FULL_URI");
        assertThatThrownBy(() -> open(Credentials.DEFAULT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("no AWS credentials: tried system properties, environment")
                .message()
                .doesNotContain("\n");
        assertThat(store.requests()).isEmpty();
    }

    @Test
    void roleIsAssumedWithItsExternalIdAndSignsTheRequests() {
        sts.respond(session("ASIAROLE", Instant.now().plusSeconds(3600)));
        try (Directory directory = open(role("shared word"))) {
            directory.listGroups(null);
            directory.listGroups(null);
        }
        assertThat(sts.requests()).hasSize(1);
        assertThat(sts.lastRequest().header("Authorization")).contains("AKIDEXAMPLE/", "/eu-west-1/sts/");
        assertThat(sts.lastRequest().body())
                .contains("Action=AssumeRole", "RoleSessionName=rollcall", "ExternalId=shared+word")
                .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Frollcall");
        assertThat(signedWith()).contains("ASIAROLE/");
        assertThat(store.lastRequest().header("X-Amz-Security-Token")).isEqualTo("ROLE-TOKEN");
    }

    @Test
    void expiringRoleIsAssumedAgain() {
        sts.respond(
                session("ASIAFIRST", Instant.now().plusSeconds(5)),
                session("ASIASECOND", Instant.now().plusSeconds(3600)));
        try (Directory directory = open(role(null))) {
            directory.listGroups(null);
        }
        assertThat(signedWith()).contains("ASIASECOND/");
    }

    @Test
    void refusedRoleIsDenied() {
        sts.respond(error(403, "AccessDenied", "not authorized to perform: sts:AssumeRole"));
        assertThatThrownBy(() -> open(role(null)))
                .isInstanceOfSatisfying(Denied.class, denied -> {
                    assertThat(denied.wholeSource()).isTrue();
                    assertThat(denied.failure().operation()).isEqualTo("AssumeRole");
                    assertThat(denied.failure().status()).isEqualTo(403);
                    assertThat(denied.failure().code()).isEqualTo("AccessDenied");
                    assertThat(denied.failure().requestId()).isEqualTo("sts-1");
                })
                .hasMessageContaining(ROLE)
                .hasMessageContaining("not authorized");
    }

    @Test
    void roleRefusedInTheMiddleOfARunIsFatalForTheSource() {
        sts.respond(session("ASIAFIRST", Instant.now().minusSeconds(1)), error(403, "AccessDenied", "no more"));
        try (Directory directory = open(role(null))) {
            assertThat(failureOnceExpired(directory)).isInstanceOfSatisfying(Denied.class, denied -> {
                assertThat(denied.wholeSource()).isTrue();
                assertThat(denied.failure().operation()).isEqualTo("ListGroups");
                assertThat(denied.failure().code()).isEqualTo("AccessDenied");
            });
        }
    }

    @Test
    void skewedClockIsNamedWhereStsRefusesForIt() {
        sts.respond(error(403, "SignatureDoesNotMatch", "Signature expired: 20261121T100000Z is now earlier"));
        assertThatThrownBy(() -> open(role(null)))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("clock is off by more than 15 minutes");
    }

    @Test
    void brokenStsIsUnavailable() {
        sts.respond(new ServerResponse(503, "<html>down</html>"));
        assertThatThrownBy(() -> open(role(null))).isInstanceOf(Unavailable.class);
    }

    @Test
    void unreachableStsIsUnavailable() {
        sts.close();
        assertThatThrownBy(() -> open(role(null))).isInstanceOf(Unavailable.class);
    }

    @Test
    void roleWithoutKeysIsAConfigurationErrorAboutTheKeys() throws IOException {
        Credentials keys = role(null);
        Files.delete(folder.resolve("ak"));
        assertThat(catchThrowable(() -> open(keys)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("can't be read");
    }

    @Test
    void keysThatVanishBeforeARoleIsAssumedAgainAreWaitedFor() throws IOException {
        sts.respond(session("ASIAFIRST", Instant.now().minusSeconds(1)), error(403, "AccessDenied", "no more"));
        try (Directory directory = open(role(null))) {
            Files.delete(folder.resolve("ak"));
            assertThat(failureOnceExpired(directory))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("can't be read");
        }
    }

    /** The SDK uses a session up, however short it keeps it, before it gives up on having none. */
    private static Throwable failureOnceExpired(Directory directory) {
        return Awaitility.await().until(() -> catchThrowable(() -> directory.listGroups(null)), Objects::nonNull);
    }

    private Directory open(Credentials credentials) {
        return new AwsProvider(new Network(Map.of()))
                .open(AdapterFixture.settings(store.endpoint(), credentials, 10, TIMEOUT));
    }

    /** A role that is assumed with long-lived keys. */
    private Credentials role(@Nullable String externalId) {
        Credentials keys = AdapterFixture.keyFiles(folder);
        return new Credentials(null, ROLE, externalId, null, null, keys.accessKeyFile(), keys.secretKeyFile(), null);
    }

    private String signedWith() {
        return String.valueOf(store.lastRequest().header("Authorization"));
    }

    private static ServerResponse session(String key, Instant until) {
        return new ServerResponse(
                200,
                AdapterFixture.resource(AwsCredentialsTest.class, "assume-role.xml")
                        .replace("ASIAKEY", key)
                        .replace("UNTIL", until.toString()));
    }

    private static ServerResponse error(int status, String code, String message) {
        return new ServerResponse(
                status,
                AdapterFixture.resource(AwsCredentialsTest.class, "sts-error.xml")
                        .replace("CODE", code)
                        .replace("MESSAGE", message));
    }
}
