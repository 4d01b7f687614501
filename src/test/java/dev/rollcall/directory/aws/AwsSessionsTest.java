package dev.rollcall.directory.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/** Profiles of a person who logged in, whose token is in the home folder, and what the environment alone can say. */
class AwsSessionsTest {
    private static final String START_URL = "https://corp.awsapps.com/start";
    private static final String SSO_PROFILE = """
            [profile audit]
            sso_session = corp
            sso_account_id = 111122223333
            sso_role_name = Auditor
            region = us-east-1
            [sso-session corp]
            sso_region = eu-central-1
            sso_start_url = https://corp.awsapps.com/start
            """;

    @TempDir
    static Path home;

    private static final ScriptedServer AWS = new ScriptedServer();
    private static AwsProbe probe;

    private final ScriptedServer store = new ScriptedServer(request -> new ServerResponse(200, "{\"Groups\":[]}"));

    @BeforeAll
    static void start() {
        probe = AwsProbe.start(environment());
    }

    /** Nothing of this host's own configuration counts, and the servers of the test stand in AWS's place. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", home.toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        for (String service : List.of("SSO", "SSO_OIDC", "SIGNIN", "STS")) {
            environment.put("AWS_ENDPOINT_URL_" + service, AWS.endpoint().toString());
        }
        return environment;
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        FileSystemUtils.deleteRecursively(home.resolve(".aws"));
    }

    @AfterAll
    static void stop() {
        probe.close();
        AWS.close();
    }

    @Test
    void ssoSessionWhoseTokenIsValid() {
        write(".aws/config", SSO_PROFILE);
        write(
                ".aws/sso/cache/" + digest("SHA-1", "corp") + ".json",
                token("VALID", Instant.now().plusSeconds(3600)));
        AWS.respond(AwsSessionsTest::roleCredentials);
        assertThat(probe("audit")).isEqualTo("0 groups");
        assertThat(AWS.lastRequest().path()).isEqualTo("/federation/credentials");
        assertThat(AWS.lastRequest().parameters())
                .containsEntry("account_id", "111122223333")
                .containsEntry("role_name", "Auditor");
        assertThat(AWS.lastRequest().header("x-amz-sso_bearer_token")).isEqualTo("VALID");
        assertThat(store.lastRequest().header("Authorization")).contains("ASIASSO/", "/eu-west-1/identitystore/");
    }

    @Test
    void ssoSessionWhoseTokenIsRenewed() throws IOException {
        write(".aws/config", SSO_PROFILE);
        String file = ".aws/sso/cache/" + digest("SHA-1", "corp") + ".json";
        write(file, token("OLD", Instant.now().minusSeconds(60)));
        AWS.respond(request -> request.path().equals("/token")
                ? ServerResponse.json(
                        200,
                        "{\"accessToken\":\"RENEWED\",\"expiresIn\":3600,\"refreshToken\":\"NEXT\","
                                + "\"tokenType\":\"Bearer\"}")
                : roleCredentials(request));
        assertThat(probe("audit")).isEqualTo("0 groups");
        assertThat(AWS.requests())
                .filteredOn(request -> request.path().equals("/token"))
                .last()
                .satisfies(request -> assertThat(request.body()).contains("refresh_token", "REFRESH", "CLIENT"));
        assertThat(AWS.lastRequest().header("x-amz-sso_bearer_token")).isEqualTo("RENEWED");
        assertThat(Files.readString(home.resolve(file))).contains("RENEWED", "NEXT");
    }

    @Test
    void ssoSessionThatHasExpiredOrNeverBeganSaysHowToLogIn() {
        String cure = "configuration: no AWS credentials: tried profile \"audit\": its SSO session has expired or never"
                + " began: run aws sso login --profile audit";
        write(".aws/config", SSO_PROFILE);
        assertThat(probe("audit")).isEqualTo(cure);
        write(
                ".aws/sso/cache/" + digest("SHA-1", "corp") + ".json",
                token("OLD", Instant.now().minusSeconds(60)));
        AWS.respond(ServerResponse.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid grant\"}")
                .with("x-amzn-ErrorType", "InvalidGrantException"));
        assertThat(probe("audit")).isEqualTo(cure);
    }

    @Test
    void ssoThatRefusesTheTokenOrTheRoleSaysSo() {
        write(".aws/config", SSO_PROFILE);
        write(
                ".aws/sso/cache/" + digest("SHA-1", "corp") + ".json",
                token("VALID", Instant.now().plusSeconds(3600)));
        AWS.respond(ServerResponse.json(401, "{\"message\":\"Session token not found or invalid\"}")
                .with("x-amzn-ErrorType", "UnauthorizedException"));
        assertThat(probe("audit"))
                .startsWith("denied: Credentials: no AWS credentials: tried profile \"audit\": its SSO session has"
                        + " expired or never began: run aws sso login --profile audit: Session token not found");
        AWS.respond(
                ServerResponse.json(403, "{\"message\":\"No access\"}").with("x-amzn-ErrorType", "ForbiddenException"));
        assertThat(probe("audit"))
                .startsWith("denied: Credentials: no AWS credentials: tried profile \"audit\": No access (HTTP 403");
    }

    @Test
    void ssoWithoutASessionAsOlderCommandLinesWroteIt() {
        write(".aws/config", """
                [profile audit]
                sso_start_url = https://corp.awsapps.com/start
                sso_region = eu-central-1
                sso_account_id = 111122223333
                sso_role_name = Auditor
                """);
        write(
                ".aws/sso/cache/" + digest("SHA-1", START_URL) + ".json",
                "{\"startUrl\":\"" + START_URL + "\",\"region\":\"eu-central-1\",\"accessToken\":\"LEGACY\","
                        + "\"expiresAt\":\"" + Instant.now().plusSeconds(3600) + "\"}");
        AWS.respond(AwsSessionsTest::roleCredentials);
        assertThat(probe("audit")).isEqualTo("0 groups");
        assertThat(AWS.lastRequest().header("x-amz-sso_bearer_token")).isEqualTo("LEGACY");
    }

    @Test
    void roleWhoseSourceIsAnSsoSession() {
        write(
                ".aws/config",
                SSO_PROFILE + "[profile nightly]\nsource_profile = audit\n"
                        + "role_arn = arn:aws:iam::111122223333:role/nightly\n");
        write(
                ".aws/sso/cache/" + digest("SHA-1", "corp") + ".json",
                token("VALID", Instant.now().plusSeconds(3600)));
        AWS.respond(request -> request.path().startsWith("/federation") ? roleCredentials(request) : session());
        assertThat(probe("nightly")).isEqualTo("0 groups");
        assertThat(AWS.lastRequest().header("Authorization")).contains("ASIASSO/", "/eu-west-1/sts/");
        assertThat(store.lastRequest().header("Authorization")).contains("ASIAROLE/");
    }

    @Test
    void loginSessionIsUsedAndRenewed() throws GeneralSecurityException, IOException {
        write(".aws/config", "[profile audit]\nlogin_session = arn:aws:iam::111122223333:user/me\n");
        String file = ".aws/login/cache/" + digest("SHA-256", "arn:aws:iam::111122223333:user/me") + ".json";
        write(file, login(Instant.now().plusSeconds(3600)));
        assertThat(probe("audit")).isEqualTo("0 groups");
        assertThat(store.lastRequest().header("Authorization")).contains("ASIALOGIN/");

        write(file, login(Instant.now().minusSeconds(60)));
        AWS.respond(ServerResponse.json(
                200,
                "{\"accessToken\":{\"accessKeyId\":\"ASIARENEWED\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\"},"
                        + "\"tokenType\":\"aws_sigv4\",\"expiresIn\":900,\"refreshToken\":\"NEXT\"}"));
        assertThat(probe("audit")).isEqualTo("0 groups");
        assertThat(store.lastRequest().header("Authorization")).contains("ASIARENEWED/");
    }

    @Test
    void loginSessionThatHasExpiredOrNeverBeganSaysHowToLogIn() {
        write(".aws/config", "[profile audit]\nlogin_session = arn:aws:iam::111122223333:user/me\n");
        assertThat(probe("audit"))
                .isEqualTo(
                        "configuration: no AWS credentials: tried profile \"audit\": its login session has expired or"
                                + " never began: run aws login --profile audit");
    }

    @Test
    void variablesOfTheProcessComeFirst() {
        write(".aws/config", "[default]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = secret\n");
        Map<String, String> environment = environment();
        environment.put("AWS_ACCESS_KEY_ID", "AKIDVARIABLE");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        assertThat(probe(environment, null)).isEqualTo("0 groups");
        assertThat(store.lastRequest().header("Authorization")).contains("AKIDVARIABLE/");
    }

    @Test
    void halfOfTheVariablesIsTold() {
        Map<String, String> environment = environment();
        environment.put("AWS_ACCESS_KEY_ID", "AKIDVARIABLE");
        assertThat(probe(environment, null))
                .isEqualTo("configuration: no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both"
                        + " set");
    }

    @Test
    void profileOfTheProcessIsTakenAndOneThatIsNotThereIsNamed() {
        Map<String, String> environment = environment();
        environment.put("AWS_ACCESS_KEY_ID", "");
        environment.put("AWS_PROFILE", "audit");
        try (AwsProbe own = AwsProbe.start(environment)) {
            write(".aws/config", "[profile audit]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = secret\n");
            assertThat(own.list(store.endpoint(), null)).isEqualTo("0 groups");
            write(".aws/config", "");
            assertThat(own.list(store.endpoint(), null))
                    .startsWith("configuration: no AWS credentials: tried profile \"audit\", which is neither in ");
        }
    }

    @Test
    void defaultFilesThatAreNoFilesCountAsNone() {
        Map<String, String> environment = environment();
        environment.put("AWS_ACCESS_KEY_ID", "AKIDVARIABLE");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        write(".aws/config/in-a-folder", "");
        write(".aws/credentials/in-a-folder", "");
        assertThat(probe(environment, null)).isEqualTo("0 groups");
        environment.put("HOME", "/dev/null");
        environment.put("AWS_PROFILE", "");
        assertThat(probe(environment, null)).isEqualTo("0 groups");
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_PROFILE, audit, /dev/null/.aws/credentials",
        "AWS_CONFIG_FILE, /dev/null/config, /dev/null/config",
        "AWS_SHARED_CREDENTIALS_FILE, /dev/null/keys, /dev/null/keys"
    })
    void fileThatCanNotBeReadIsNamedWhereTheProcessNamesItOrItsProfile(String variable, String value, String file) {
        Map<String, String> environment = environment();
        environment.put("HOME", "/dev/null");
        environment.put("AWS_ACCESS_KEY_ID", "AKIDVARIABLE");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        environment.put(variable, value);
        assertThat(probe(environment, null))
                .isEqualTo(
                        "configuration: AWS's shared configuration: " + file + " can't be read (FileSystemException)");
    }

    @Test
    void fileThatCanNotBeReadIsNamedWhereTheJobFileNamesAProfile() {
        write(".aws/credentials/in-a-folder", "");
        assertThat(probe("audit"))
                .isEqualTo("configuration: AWS's shared configuration: " + home.resolve(".aws/credentials")
                        + " can't be read (IOException)");
    }

    @Test
    void emptyVariablesOfTheFilesCountAsNotGiven() {
        Map<String, String> environment = environment();
        environment.put("AWS_CONFIG_FILE", "");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", " ");
        try (AwsProbe own = AwsProbe.start(environment)) {
            write(".aws/config", "[profile audit]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = secret\n");
            assertThat(own.list(store.endpoint(), "audit")).isEqualTo("0 groups");
            write(".aws/config", "");
            write(".aws/credentials", "[audit]\naws_access_key_id = AKIDKEYS\naws_secret_access_key = secret\n");
            assertThat(own.list(store.endpoint(), "audit")).isEqualTo("0 groups");
            assertThat(store.lastRequest().header("Authorization")).contains("AKIDKEYS/");
            assertThat(own.list(store.endpoint(), "absent"))
                    .endsWith("which is neither in " + home.resolve(".aws/config") + " nor in "
                            + home.resolve(".aws/credentials"));
        }
    }

    @Test
    void roleWithTheEnvironmentAsItsSourceAndAnEndpointOfItsProfile() {
        write(
                ".aws/config",
                "[profile audit]\ncredential_source = Environment\nservices = here\n"
                        + "role_arn = arn:aws:iam::111122223333:role/audit\n[services here]\nsts =\n  endpoint_url = "
                        + AWS.endpoint() + "\n");
        Map<String, String> environment = environment();
        environment.remove("AWS_ENDPOINT_URL_STS");
        environment.put("AWS_ACCESS_KEY_ID", "AKIDVARIABLE");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        AWS.respond(session());
        assertThat(probe(environment, "audit")).isEqualTo("0 groups");
        assertThat(AWS.lastRequest().header("Authorization")).contains("AKIDVARIABLE/");
        assertThat(store.lastRequest().header("Authorization")).contains("ASIAROLE/");
    }

    private String probe(String profile) {
        return probe.list(store.endpoint(), profile);
    }

    private String probe(Map<String, String> environment, @Nullable String profile) {
        try (AwsProbe own = AwsProbe.start(environment)) {
            return own.list(store.endpoint(), profile);
        }
    }

    private void write(String file, String content) {
        Path path = home.resolve(file);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String algorithm, String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(String accessToken, Instant until) {
        return "{\"startUrl\":\"" + START_URL + "\",\"region\":\"eu-central-1\",\"accessToken\":\"" + accessToken
                + "\",\"expiresAt\":\"" + until + "\",\"refreshToken\":\"REFRESH\",\"clientId\":\"CLIENT\","
                + "\"clientSecret\":\"hush\",\"registrationExpiresAt\":\""
                + Instant.now().plusSeconds(86_400) + "\"}";
    }

    private static String login(Instant until) throws GeneralSecurityException, IOException {
        return "{\"accessToken\":{\"accessKeyId\":\"ASIALOGIN\",\"secretAccessKey\":\"secret\","
                + "\"sessionToken\":\"token\",\"accountId\":\"111122223333\",\"expiresAt\":\"" + until
                + "\"},\"tokenType\":\"aws_sigv4\",\"clientId\":\"CLIENT\",\"refreshToken\":\"REFRESH\","
                + "\"dpopKey\":\"-----BEGIN EC PRIVATE KEY-----\\n" + newKey() + "\\n-----END EC PRIVATE KEY-----\"}";
    }

    /** An elliptic key of the form that {@code aws login} writes. */
    private static String newKey() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] point = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
                .getPublicKeyData()
                .getBytes();
        return Base64.getEncoder()
                .encodeToString(new ECPrivateKey(
                                256,
                                ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS(),
                                new DERBitString(point),
                                SECObjectIdentifiers.secp256r1)
                        .getEncoded("DER"));
    }

    private static ServerResponse roleCredentials(ServerRequest request) {
        return ServerResponse.json(
                200,
                "{\"roleCredentials\":{\"accessKeyId\":\"ASIASSO\",\"secretAccessKey\":\"secret\","
                        + "\"sessionToken\":\"token\",\"expiration\":"
                        + Instant.now().plusSeconds(3600).toEpochMilli() + "}}");
    }

    private static ServerResponse session() {
        return new ServerResponse(
                200,
                AdapterFixture.resource(AwsCredentialsTest.class, "assume-role.xml")
                        .replace("ASIAKEY", "ASIAROLE")
                        .replace("UNTIL", Instant.now().plusSeconds(3600).toString()));
    }
}
