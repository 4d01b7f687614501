package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.exception.SdkException;
import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.sandbox.HuaweiSignature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuaweiCredentialsTest {
    private final ScriptedServer server = new ScriptedServer();
    private final List<Duration> slept = new ArrayList<>();
    private Consumer<Duration> sleeper = slept::add;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void answer() {
        server.respond(ServerResponse.json(200, "{\"groups\":[],\"page_info\":{}}"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void keysFromFilesSignAndTheTokenTravels() {
        try (Directory directory = open(files("AK1", "SK1\n", "TOKEN1\n"))) {
            directory.listGroups(null);
            assertThat(HuaweiSignature.isOf(server.lastRequest(), "AK1", "SK1")).isTrue();
            assertThat(server.lastRequest().header("X-Security-Token")).isEqualTo("TOKEN1");
        }
    }

    @Test
    void tokenTravelsWithBatchQueryToo() {
        server.respond(ServerResponse.json(200, "{\"groups\":[]}"));
        try (Directory directory = open(files("AK1", "SK1", "TOKEN1"))) {
            directory.describeGroups(List.of(new GroupId("1"), new GroupId("2")));
            assertThat(HuaweiSignature.isOf(server.lastRequest(), "AK1", "SK1")).isTrue();
            assertThat(server.lastRequest().header("X-Security-Token")).isEqualTo("TOKEN1");
        }
    }

    @Test
    void longLivedKeysSendNoToken() {
        try (Directory directory = open(files("AK1", "SK1", null))) {
            directory.listGroups(null);
            assertThat(server.lastRequest().header("X-Security-Token")).isNull();
        }
    }

    @Test
    void keysThatChangeInTheirFilesSignTheNextRequest() {
        try (Directory directory = open(files("AK1", "SK1", "TOKEN1"))) {
            directory.listGroups(null);
            files("AK2", "SK2", "TOKEN2");
            directory.listGroups(null);
            assertThat(HuaweiSignature.isOf(server.lastRequest(), "AK2", "SK2")).isTrue();
            assertThat(server.lastRequest().header("X-Security-Token")).isEqualTo("TOKEN2");
        }
    }

    @Test
    void keysThatVanishMidRunAreWaitedForSinceTheyMayBeReplaced() throws IOException {
        try (Directory directory = open(files("AK1", "SK1", null))) {
            Files.delete(folder.resolve("sk"));
            assertThatThrownBy(() -> directory.listGroups(null))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("secret-key-file");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void requestRefusedWhileItsKeysWereReplacedMayBeAskedAgain() {
        try (Directory directory = open(files("AK1", "SK1", null))) {
            server.respond(request -> {
                write("sk", "SK2");
                return HuaweiFixture.error(401, "APIGW.0301", "verify aksk signature fail");
            });
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> directory.listGroups(null))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("the keys have just changed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two words", "line\nbreak", "schlüssel"})
    void fileThatHoldsNoKeyIsAConfigurationErrorThatDoesNotQuoteIt(String content) {
        assertThatThrownBy(() -> open(files("AK1", content, null)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("secret-key-file")
                .hasMessageNotContaining("words")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void absentFileIsAConfigurationError() {
        Credentials absent =
                new Credentials(null, null, null, null, null, folder.resolve("ak"), folder.resolve("sk"), null);
        assertThatThrownBy(() -> open(absent))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("access-key-file");
    }

    @Test
    void profileNamesAnySectionOfTheCredentialsFile() {
        write("credentials.ini", "[basic]\nak = BASIC\nsk = S\n[audit]\nak = AK3\nsk = SK3\nsecurity_token = T3\n");
        try (Directory directory = open(AdapterFixture.profile("audit"))) {
            directory.listGroups(null);
            assertThat(HuaweiSignature.isOf(server.lastRequest(), "AK3", "SK3")).isTrue();
            assertThat(server.lastRequest().header("X-Security-Token")).isEqualTo("T3");
            write("credentials.ini", "[audit]\nak = AK4\nsk = SK4\n");
            directory.listGroups(null);
            assertThat(HuaweiSignature.isOf(server.lastRequest(), "AK4", "SK4")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[other]\nak = A\nsk = S\n", "[audit]\nak = A\n", ""})
    void profileWithoutKeysIsAConfigurationError(String file) {
        write("credentials.ini", file);
        assertThatThrownBy(() -> open(AdapterFixture.profile("audit")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("[audit]")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void emptyChainIsAConfigurationErrorOnOneLine() {
        HuaweiProvider provider = new HuaweiProvider(
                new HuaweiCredentials(Map.<String, String>of()::get, () -> {
                    throw new SdkException("failed to get credentials in providers\nak&sk does not exist");
                }),
                new Network(Map.of()),
                InstantSource.system(),
                delay -> {});
        assertThatThrownBy(() -> provider.open(AdapterFixture.settings(server.endpoint(), Credentials.DEFAULT)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("HUAWEICLOUD_SDK_AK")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void endpointNeedsNoProjectIdAndAsksNobodyForOne() {
        try (Directory directory = open(files("AK1", "SK1", null))) {
            assertThat(server.requests()).isEmpty();
            directory.listGroups(null);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.lastRequest().header("X-Project-Id")).isNull();
        }
    }

    @Test
    void projectIdOfTheJobFileWinsOverTheEnvironment() {
        files("AK1", "SK1", null);
        Credentials given =
                new Credentials(null, null, null, null, "project-1", folder.resolve("ak"), folder.resolve("sk"), null);
        try (Directory directory = open(given, Map.of("HUAWEICLOUD_SDK_PROJECT_ID", "project-2"))) {
            directory.listGroups(null);
            assertThat(server.lastRequest().header("X-Project-Id")).isEqualTo("project-1");
        }
        try (Directory directory = open(files("AK1", "SK1", null), Map.of("HUAWEICLOUD_SDK_PROJECT_ID", "project-2"))) {
            directory.listGroups(null);
            assertThat(server.lastRequest().header("X-Project-Id")).isEqualTo("project-2");
        }
    }

    @Test
    void regionWithoutProjectIdAsksTheIamService() {
        server.respond(ServerResponse.json(200, "{\"projects\":[{\"id\":\"project-3\",\"name\":\"cn-north-4\"}]}"));
        write("credentials.ini", "[iam]\nak = AK-IAM\nsk = SK\niam_endpoint = " + server.endpoint() + "\n");
        open(AdapterFixture.profile("iam"), null, "cn-north-4", Map.of()).close();
        assertThat(server.lastRequest().path()).isEqualTo("/v3/projects");
        assertThat(server.lastRequest().parameters()).containsEntry("name", "cn-north-4");
        assertThat(HuaweiSignature.isOf(server.lastRequest(), "AK-IAM", "SK")).isTrue();
    }

    @Test
    void regionWithProjectIdAsksNobody() {
        write("credentials.ini", "[iam]\nak = A\nsk = S\nproject_id = P\niam_endpoint = " + server.endpoint() + "\n");
        open(AdapterFixture.profile("iam"), null, "cn-north-4", Map.of()).close();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void iamServiceThatRefusesDeniesTheSourceAndOneThatFailsIsUnavailable() {
        write("credentials.ini", "[iam]\nak = AK-NO\nsk = SK\niam_endpoint = " + server.endpoint() + "\n");
        server.respond(HuaweiFixture.error(401, "APIGW.0301", "Incorrect IAM authentication information"));
        assertThatThrownBy(() -> open(AdapterFixture.profile("iam"), null, "cn-north-4", Map.of()))
                .isInstanceOfSatisfying(
                        Denied.class, e -> assertThat(e.wholeSource()).isTrue());
        server.respond(HuaweiFixture.error(503, "IAM.0503", "later"));
        assertThatThrownBy(() -> open(AdapterFixture.profile("iam"), null, "cn-north-4", Map.of()))
                .isInstanceOf(Unavailable.class);
        server.respond(ServerResponse.json(200, "{\"projects\":[]}"));
        assertThatThrownBy(() -> open(AdapterFixture.profile("iam"), null, "cn-north-4", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("project-id");
    }

    @Test
    void lookupAtTheIamServiceIsRepeatedWhileItsFailureMayPass() {
        server.respond(
                HuaweiFixture.error(429, "APIGW.0308", "slower").with("Retry-After", "7"),
                HuaweiFixture.error(503, "IAM.0503", "later"),
                ServerResponse.json(200, "{}").delivered(ServerResponse.Delivery.RESET),
                ServerResponse.json(200, "{\"projects\":[{\"id\":\"project-3\"}]}"));
        openByIam();
        assertThat(server.requests())
                .hasSize(4)
                .allSatisfy(request -> assertThat(HuaweiSignature.isOf(request, "AK-IAM", "SK"))
                        .isTrue());
        assertThat(slept).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void lookupAtTheIamServiceIsGivenUpAfterSomeAttempts() {
        server.respond(HuaweiFixture.error(503, "IAM.0503", "later"));
        assertThatThrownBy(this::openByIam)
                .isInstanceOf(Unavailable.class)
                .hasMessageContainingAll("KeystoneListProjects", "HTTP 503");
        assertThat(server.requests()).hasSize(5);
        assertThat(slept).hasSize(4).isSorted();
    }

    @Test
    void lookupAtTheIamServiceWaitsForAMinuteAtMostWhateverTheServiceAsksFor() {
        server.respond(
                HuaweiFixture.error(429, "APIGW.0308", "slower").with("Retry-After", "40"),
                HuaweiFixture.error(503, "IAM.0503", "later").with("Retry-After", "86400"));
        assertThatThrownBy(this::openByIam).isInstanceOf(Unavailable.class);
        assertThat(server.requests()).hasSize(3);
        assertThat(slept).containsExactly(Duration.ofSeconds(40), Duration.ofSeconds(20));
    }

    @Test
    void lookupThatTheIamServiceRefusesIsNotRepeated() {
        for (int status : new int[] {400, 401, 403, 404}) {
            server.respond(HuaweiFixture.error(status, "IAM.0001", "no"));
            int before = server.requests().size();
            assertThatThrownBy(this::openByIam).isInstanceOf(DirectoryException.class);
            assertThat(server.requests()).hasSize(before + 1);
        }
        assertThat(slept).isEmpty();
    }

    @Test
    void lookupThatIsInterruptedIsNotRepeated() {
        server.respond(HuaweiFixture.error(503, "IAM.0503", "later"));
        sleeper = delay -> Thread.currentThread().interrupt();
        assertThatThrownBy(this::openByIam).isInstanceOf(Unavailable.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.requests()).hasSizeLessThanOrEqualTo(2);
    }

    private void openByIam() {
        write("credentials.ini", "[iam]\nak = AK-IAM\nsk = SK\niam_endpoint = " + server.endpoint() + "\n");
        open(AdapterFixture.profile("iam"), null, "cn-north-4", Map.of()).close();
    }

    @Test
    void unknownRegionIsAConfigurationErrorThatListsTheKnownOnes() {
        assertThatThrownBy(() -> open(files("AK1", "SK1", null), null, "eu-nowhere-1", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("eu-nowhere-1", "ap-southeast-1", "cn-north-4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1", "http:relative", "https:/x", "/x", "http://h/p?q=1"})
    void endpointThatIsNoUrlIsAConfigurationError(String endpoint) {
        assertThatThrownBy(() -> open(files("AK1", "SK1", null), URI.create(endpoint), "r", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("endpoint");
    }

    private Directory open(Credentials credentials) {
        return open(credentials, Map.of());
    }

    private Directory open(Credentials credentials, Map<String, String> environment) {
        return open(credentials, server.endpoint(), "eu-west-101", environment);
    }

    private Directory open(
            Credentials credentials, @Nullable URI endpoint, String region, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(
                "HUAWEICLOUD_SDK_CREDENTIALS_FILE",
                folder.resolve("credentials.ini").toString());
        return HuaweiFixture.provider(all, InstantSource.system(), sleeper)
                .open(new DirectorySettings(
                        AdapterFixture.STORE, region, endpoint, credentials, 2, 100, Duration.ofSeconds(5)));
    }

    private Credentials files(String accessKey, String secretKey, @Nullable String token) {
        return AdapterFixture.keyFiles(folder, accessKey, secretKey, token);
    }

    private void write(String name, String content) {
        AdapterFixture.write(folder.resolve(name), content);
    }
}
