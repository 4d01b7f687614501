package dev.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.GroupId;
import dev.rollcall.source.NoticeSettings.Format;
import dev.rollcall.source.NoticeSettings.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {
    private static final String MINIMUM = """
            provider: aws
            identity-store-id: d-1234567890
            region: eu-west-1
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void defaultsAreTheDocumentedOnes() {
        assertThat(load(MINIMUM))
                .isEqualTo(new Source(
                        "aws",
                        folder.resolve("aws.yaml"),
                        "aws",
                        new DirectorySettings(
                                "d-1234567890", "eu-west-1", null, Credentials.DEFAULT, 8, 100, Duration.ofSeconds(30)),
                        new Source.AllGroups(),
                        true,
                        15,
                        new Source.Guard(10, 50, 5),
                        5,
                        Duration.ofHours(6),
                        null,
                        null,
                        null));
    }

    @Test
    void everyKeyIsRead() {
        Source source = load("""
                provider: aws
                identity-store-id: d-1234567890
                region: eu-west-1
                endpoint: https://proxy.example:8443/store
                credentials:
                  role-arn: arn:aws:iam::111122223333:role/rollcall
                  external-id: 0123
                  role-session-name: nightly
                  access-key-file: /run/secrets/ak
                  secret-key-file: secrets/sk
                  security-token-file: ../token
                scope:
                  group-ids: [ g-2, "g-1", g-2 ]
                users: false
                limits:
                  requests-per-second: 2.5
                  workers: 3
                  page-size: 50
                  timeout: 500ms
                guard:
                  max-removed-percent: 0.5
                  max-removed-percent-per-group: 20
                  always-allowed: 0
                gaps:
                  max-percent: 0
                resume-within: 15m
                fresh-within: 2d
                schedule: "17 2 * * *"
                time-zone: Europe/Berlin
                notify:
                  webhook: https://hooks.example/rollcall?key=1
                  format: slack
                  secret-file: secrets/hook
                  on: [ guarded, "failed", guarded ]
                """);

        assertThat(source)
                .isEqualTo(new Source(
                        "aws",
                        folder.resolve("aws.yaml"),
                        "aws",
                        new DirectorySettings(
                                "d-1234567890",
                                "eu-west-1",
                                URI.create("https://proxy.example:8443/store"),
                                new Credentials(
                                        null,
                                        "arn:aws:iam::111122223333:role/rollcall",
                                        "0123",
                                        "nightly",
                                        null,
                                        Path.of("/run/secrets/ak"),
                                        folder.resolve("secrets/sk"),
                                        folder.resolve("../token")),
                                3,
                                50,
                                Duration.ofMillis(500)),
                        new Source.GroupIds(List.of(new GroupId("g-1"), new GroupId("g-2"))),
                        false,
                        2.5,
                        new Source.Guard(0.5, 20, 0),
                        0,
                        Duration.ofMinutes(15),
                        Duration.ofDays(2),
                        Schedule.parse("17 2 * * *", ZoneId.of("Europe/Berlin")),
                        new NoticeSettings(
                                URI.create("https://hooks.example/rollcall?key=1"),
                                null,
                                Format.SLACK,
                                folder.resolve("secrets/hook"),
                                EnumSet.of(Kind.GUARDED, Kind.FAILED))));
    }

    @Test
    void numbersAreTextWhereTextIsExpected() {
        Source source = load("""
                provider: huawei
                identity-store-id: 1234567890
                region: cn-north-4
                credentials:
                  profile: 2026-01-01
                  project-id: 0123
                """);

        assertThat(source.directory().identityStoreId()).isEqualTo("1234567890");
        assertThat(source.directory().credentials().profile()).isEqualTo("2026-01-01");
        assertThat(source.directory().credentials().projectId()).isEqualTo("0123");
        assertThat(source.requestsPerSecond()).isEqualTo(10);
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsAreTolerated() {
        String windows = "\uFEFF" + MINIMUM.replace("\n", "\r\n");

        assertThat(load(windows).directory().region()).isEqualTo("eu-west-1");
        assertThat(errorOf(windows + "colour: red\r\n")).startsWith("aws.yaml:4: colour: unknown key; ");
    }

    @Test
    void sectionsWhoseKeysAreAllCommentedOutKeepTheDefaults() {
        assertThat(load(MINIMUM + "credentials:\n#  profile: audit\nscope:\nlimits: {}\n"))
                .isEqualTo(load(MINIMUM));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limits: {workers: many}               | limits.workers: expected a whole number from 1 to 32, found 'many'
            limits: {workers: 33}                 | limits.workers: expected a whole number from 1 to 32, found '33'
            limits: {workers: 0}                  | limits.workers: expected a whole number from 1 to 32, found '0'
            limits: {workers: -1}                 | limits.workers: expected a whole number from 1 to 32, found '-1'
            limits: {workers: 010}                | limits.workers: expected a whole number from 1 to 32, found '010'
            limits: {workers: 1.5}                | limits.workers: expected a whole number from 1 to 32, found '1.5'
            limits: {workers: 99999999999999999}  | limits.workers: expected a whole number from 1 to 32, found '99999999999999999'
            limits: {workers: "8"}                | limits.workers: expected a whole number from 1 to 32, found text in quotes
            limits: {workers: [8]}                | limits.workers: expected a whole number from 1 to 32, found a list
            limits: {workers: }                   | limits.workers: expected a whole number from 1 to 32, found nothing
            limits: {workers: !!java.net.URL [x]} | expected YAML: Global tag is not allowed
            limits: {workers: !count 8}           | limits.workers: expected a plain value, found a YAML tag
            scope: {group-ids: [!id g-1]}         | scope.group-ids: expected a plain value, found a YAML tag
            limits: {page-size: 101}              | limits.page-size: expected a whole number from 1 to 100, found '101'
            limits: {requests-per-second: 0}      | limits.requests-per-second: expected a number from 0.1 to 100000, found '0'
            limits: {requests-per-second: 1e3}    | limits.requests-per-second: expected a number from 0.1 to 100000, found '1e3'
            limits: {requests-per-second: .inf}   | limits.requests-per-second: expected a number from 0.1 to 100000, found '.inf'
            limits: {timeout: 30}                 | limits.timeout: expected a duration such as 500ms, 30s, 15m, 6h or 2d, greater than zero and at most 10m, found '30'
            limits: {timeout: 0s}                 | limits.timeout: expected a duration such as 500ms, 30s, 15m, 6h or 2d, greater than zero and at most 10m, found '0s'
            limits: {timeout: 11m}                | limits.timeout: expected a duration such as 500ms, 30s, 15m, 6h or 2d, greater than zero and at most 10m, found '11m'
            limits: 5                             | limits: expected a mapping of keys to values, found a single value
            limits: [5]                           | limits: expected a mapping of keys to values, found a list
            guard: {max-removed-percent: 100.1}   | guard.max-removed-percent: expected a number from 0 to 100, found '100.1'
            guard: {always-allowed: 1000001}      | guard.always-allowed: expected a whole number from 0 to 1000000, found '1000001'
            gaps: {max-percent: 5%}               | gaps.max-percent: expected a number from 0 to 100, found '5%'
            resume-within: soon                   | resume-within: expected a duration such as 500ms, 30s, 15m, 6h or 2d, greater than zero and at most 30d, found 'soon'
            fresh-within: 367d                    | fresh-within: expected a duration such as 500ms, 30s, 15m, 6h or 2d, greater than zero and at most 366d, found '367d'
            schedule: nightly                     | schedule: expected five cron fields, such as "17 2 * * *", or every and a duration of 1s to 366d, such as every 6h, found 'nightly'
            schedule: "@daily"                    | schedule: expected five cron fields
            schedule: "0 0 17 2 * *"              | schedule: expected five cron fields
            schedule: "61 2 * * *"                | schedule: expected five cron fields
            schedule: every 0h                    | schedule: expected five cron fields
            schedule: every 500ms                 | schedule: expected five cron fields
            schedule: every 367d                  | schedule: expected five cron fields
            schedule: "0 0 30 2 *"                | schedule: expected a time that comes, found '0 0 30 2 *', never
            time-zone: Europe/Berlin              | time-zone: expected together with schedule, which is missing
            time-zone: Middle-earth               | time-zone: expected a time zone, such as Europe/Berlin or UTC, found 'Middle-earth'
            users: yes                            | users: expected true or false, found 'yes'
            user: true                            | unknown key; did you mean users? the keys are
            limits: {page_size: 10}               | limits.page_size: unknown key; did you mean page-size? the keys of limits are page-size, requests-per-second, timeout, workers
            limits: {retries: 10}                 | limits.retries: unknown key; the keys of limits are
            <<: {users: true}                     | <<: unknown key
            ? [a, b]                              | expected a key, the keys are
            region: eu-west-2                     | region: given twice; the first is on line 3
            limits: {workers: 1, workers: 1}      | limits.workers: given twice
            endpoint: proxy.example               | endpoint: expected an absolute URL
            endpoint: ftp://proxy.example         | endpoint: expected an absolute URL
            endpoint: https:///path               | endpoint: expected an absolute URL
            endpoint: https://a b                 | endpoint: expected an absolute URL
            endpoint: http://proxy.example?x=1    | endpoint: expected an absolute URL
            credentials: {profile: {a: b}}        | credentials.profile: expected the name of a profile, found a mapping
            credentials: {profile: " "}           | credentials.profile: expected the name of a profile, found blank text
            credentials: {profile: "a\\eb"}       | credentials.profile: expected the name of a profile, found control characters
            credentials: {project-id: 1}          | credentials.project-id: not a key of the provider aws, which takes access-key-file, external-id, profile, role-arn, role-session-name, secret-key-file, security-token-file
            credentials: {external-id: 1}         | credentials.external-id: expected together with role-arn, which is missing
            credentials: {role-session-name: x1}  | credentials.role-session-name: expected together with role-arn, which is missing
            credentials: {access-key-file: ak}    | credentials.access-key-file: expected together with secret-key-file, which is missing
            credentials: {secret-key-file: sk}    | credentials.secret-key-file: expected together with access-key-file, which is missing
            credentials: {security-token-file: t} | credentials.security-token-file: expected together with access-key-file, which is missing
            credentials: {profile: a, access-key-file: ak, secret-key-file: sk} | credentials.profile: expected exactly one of profile and access-key-file, found both
            credentials: {role-arn: rollcall}     | credentials.role-arn: expected the ARN of a role, such as arn:aws:iam::111122223333:role/rollcall, found 'rollcall'
            scope: {group-ids: []}                | scope.group-ids: expected at least one group id, found none
            scope: {group-ids: g-1}               | scope.group-ids: expected a list of group ids of 1 to 64 characters without spaces, found a single value
            scope: {group-ids: [a, [b]]}          | scope.group-ids: expected group ids of 1 to 64 characters without spaces, found a list
            scope: {group-ids: [a b]}             | scope.group-ids: expected group ids of 1 to 64 characters without spaces, found 'a b'
            scope: {group-ids: [a], group-ids-file: b} | scope.group-ids-file: expected exactly one of group-ids and group-ids-file, found both
            scope: {group-ids-file: nowhere}      | scope.group-ids-file:
            notify: {format: slack}               | notify.webhook: expected exactly one of webhook and webhook-file, found none
            notify: {webhook: "https://h", webhook-file: f} | notify.webhook-file: expected exactly one of webhook and webhook-file, found both
            notify: {webhook: hooks.example}      | notify.webhook: expected an absolute URL with https or http and a host, without user or fragment
            notify: {webhook: "ftp://h/x"}        | notify.webhook: expected an absolute URL
            notify: {webhook: "https://h:99999/"} | notify.webhook: expected an absolute URL
            notify: {webhook: "https://h/#x"}     | notify.webhook: expected an absolute URL
            notify: {webhook-file: "https://h/x"} | notify.webhook-file: expected the path of a file that holds the URL, found what looks like a URL
            notify: {webhook: "https://h", format: json} | notify.format: expected one of cloudevents, slack, found 'json'
            notify: {webhook: "https://h", on: []} | notify.on: expected one or more of failed, guarded, published, found none
            notify: {webhook: "https://h", on: failed} | notify.on: expected a list of one or more of failed, guarded, published, found a single value
            notify: {webhook: "https://h", on: [failed, gaps]} | notify.on: expected one or more of failed, guarded, published, found 'gaps'
            notify: {webhook: "https://h", url: x} | notify.url: unknown key; the keys of notify are format, on, secret-file, webhook, webhook-file
            notify: https://h                     | notify: expected a mapping of keys to values, found a single value
            """)
    void wrongValueIsNamedWithLineAndKey(String line, String expected) {
        assertThat(errorOf(MINIMUM + line + "\n")).startsWith("aws.yaml:4: ").contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            identity-store-id: d-1, region: eu-west-1                         | provider: missing; expected one of aws, huawei
            provider: azure, identity-store-id: d-1, region: eu-west-1        | provider: expected one of aws, huawei, found 'azure'
            provider: aws, region: eu-west-1                                  | identity-store-id: missing; expected an identity store id of aws
            provider: aws, identity-store-id: 12, region: eu-west-1           | identity-store-id: expected an identity store id of aws, found '12'
            provider: aws, identity-store-id: {a: b}, region: eu-west-1       | identity-store-id: expected an identity store id of aws, found a mapping
            provider: aws, identity-store-id: d-1234567890                    | region: missing; expected a region, such as eu-west-1
            provider: aws, identity-store-id: d-1234567890, region: EU West   | region: expected a region, such as eu-west-1, found 'EU West'
            """)
    void whatIsMandatoryIsDemanded(String content, String expected) {
        assertThat(errorOf("{" + content + "}")).isEqualTo("aws.yaml:1: " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "null"})
    void emptyFileIsAnError(String content) {
        assertThat(errorOf(content)).startsWith("aws.yaml:").contains("expected a mapping of keys to values");
    }

    @Test
    void whatIsNoMappingIsAnError() {
        assertThat(errorOf("- a\n- b\n")).startsWith("aws.yaml:1: expected a mapping");
        assertThat(errorOf("hello")).startsWith("aws.yaml:1: expected a mapping");
        assertThat(errorOf("!job {provider: aws}")).startsWith("aws.yaml:1: expected a mapping");
    }

    @Test
    void whatIsNoYamlIsAnErrorWithItsLine() {
        assertThat(errorOf(MINIMUM + "limits: [1\nusers: true\n")).startsWith("aws.yaml:5: expected YAML: ");
        assertThat(errorOf(MINIMUM + "\tusers: true\n")).startsWith("aws.yaml:4: expected YAML: ");
        assertThat(errorOf(MINIMUM + "users: \u0007\n")).startsWith("aws.yaml:4: expected YAML: ");
        assertThat(errorOf(MINIMUM + "---\n" + MINIMUM)).startsWith("aws.yaml:4: expected YAML: ");
        assertThat(errorOf("a: ".repeat(3) + "[".repeat(1000))).startsWith("aws.yaml:1: expected YAML: ");
        assertThat(errorOf("[".repeat(1000))).startsWith("aws.yaml:1: expected YAML: ");
    }

    @Test
    void whatIsNoUtf8IsAnError() throws IOException {
        Files.write(folder.resolve("aws.yaml"), "region: Z\u00fcrich".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(errorOf()).isEqualTo("aws.yaml: expected text in UTF-8");
    }

    @Test
    void hugeFileIsRefused() {
        assertThat(errorOf(MINIMUM + "#".repeat(1 << 20))).isEqualTo("aws.yaml: expected at most 1 MiB");
    }

    @Test
    void folderInPlaceOfAJobFileIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("aws.yaml"));

        assertThat(errorOf()).isEqualTo("aws.yaml: expected a file, found a folder or a device");
    }

    @Test
    void aliasesThatMultiplyOrRecurDoNoHarm() {
        assertThat(errorOf(MINIMUM + "limits: &a {workers: *a}\n")).contains("found a mapping");
        assertThat(errorOf(MINIMUM + "scope: {group-ids: &a [x, *a]}\n")).contains("found a list");
        String bomb = IntStream.range(1, 30)
                .mapToObj(i -> "x%d: &x%d [*x%d, *x%d]\n".formatted(i, i, i - 1, i - 1))
                .collect(Collectors.joining("", "x0: &x0 [a]\n", ""));
        assertThat(errorOf(bomb)).startsWith("aws.yaml:1: expected YAML: Number of aliases");
    }

    @ParameterizedTest
    @CsvSource({
        "access-key, access-key-file",
        "access_key_id, access-key-file",
        "aws-secret-access-key, secret-key-file",
        "secret-key, secret-key-file",
        "sk, secret-key-file",
        "security-token, security-token-file",
        "token, security-token-file",
        "password, secret-key-file"
    })
    void secretUnderAnyUsualKeyIsSentToAFile(String key, String instead) {
        String expected = "a secret does not belong in a job file; write it to a file of its own and name that file"
                + " under credentials with " + instead;

        assertThat(errorOf(MINIMUM + "credentials:\n  " + key + ": hunter2\n"))
                .isEqualTo("aws.yaml:5: credentials." + key + ": " + expected);
        assertThat(errorOf(MINIMUM + key + ": hunter2\n")).isEqualTo("aws.yaml:4: " + key + ": " + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region: ASIAIOSFODNN7EXAMPLE",
                "credentials: {profile: AKIAIOSFODNN7EXAMPLE}",
                "# old: AKIAIOSFODNN7EXAMPLE",
                "AKIAIOSFODNN7EXAMPLE: x",
                "limits: {workers: AKIAIOSFODNN7EXAMPLE"
            })
    void awsAccessKeyIdIsFoundAnywhereAndNeverShown(String line) {
        assertThat(errorOf(MINIMUM + line + "\n"))
                .startsWith("aws.yaml:4: ")
                .contains("a secret does not belong in a job file")
                .doesNotContain("IOSFODNN7EXAMPLE");
    }

    @Test
    void secretInPlaceOfAPathIsNeverShown() {
        String secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

        assertThat(errorOf(MINIMUM + "credentials: {access-key-file: ak, secret-key-file: " + secret + "}\n"))
                .startsWith("aws.yaml:4: credentials.secret-key-file: expected the path of a file")
                .doesNotContain(secret);
        assertThat(errorOf(MINIMUM + "credentials: " + secret + "\n")).doesNotContain(secret);
        assertThat(errorOf(MINIMUM + "credentials: {profile: \"" + secret + "\n"))
                .doesNotContain(secret);
    }

    @Test
    void passwordInTheEndpointIsNeverShown() {
        assertThat(errorOf(MINIMUM + "endpoint: https://root:hunter2@proxy.example\n"))
                .contains("endpoint: expected an absolute URL")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notify: {webhook: 'https://root:hunter2@hooks.example/'}",
                "notify: {webhook: 'https://hooks.example/hunter2 x'}",
                "notify: {webhook: 'https://hooks.example/#hunter2'}",
                "notify: {webhook-file: 'https://hooks.example/hunter2'}",
                "notify: {secret: hunter2}",
                "notify: {token: hunter2, webhook: 'https://hooks.example'}"
            })
    void secretOfAWebhookIsNeverShown(String line) {
        assertThat(errorOf(MINIMUM + line + "\n"))
                .startsWith("aws.yaml:4: notify.")
                .doesNotContain("hunter2");
    }

    @Test
    void secretThatSignsNoticesIsSentToAFile() {
        assertThat(errorOf(MINIMUM + "notify: {password: hunter2}\n"))
                .isEqualTo(
                        "aws.yaml:4: notify.password: a secret does not belong in a job file; write it to a file of its"
                                + " own and name that file under notify with secret-file");
        assertThat(errorOf(MINIMUM + "notify: {webhook: 'https://h', secret-file: "
                        + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}\n"))
                .endsWith("expected the path of a file that holds the secret, found what looks like one");
    }

    @Test
    void everythingIsToldWhereTheJobFileDoesNotChoose() {
        NoticeSettings notices = Objects.requireNonNull(
                load(MINIMUM + "notify: {webhook-file: /run/hook}\n").notices());

        assertThat(notices)
                .isEqualTo(new NoticeSettings(
                        null, Path.of("/run/hook"), Format.CLOUDEVENTS, null, EnumSet.allOf(Kind.class)));
        assertThat(load(MINIMUM + "notify:\n").notices()).isNull();
    }

    @Test
    void misspelledFileKeyIsNoSecret() {
        assertThat(errorOf(MINIMUM + "credentials: {security-token-fil: t}\n"))
                .contains("unknown key; did you mean security-token-file?");
    }

    @Test
    void terminalSequencesOfAKeyDoNotReachTheMessage() {
        assertThat(errorOf(MINIMUM + "\"a\\e[31m\\nb\": 1\n"))
                .startsWith("aws.yaml:4: a\uFFFD[31m\uFFFDb: unknown key");
    }

    @Test
    void groupIdsAreReadFromAFileBesideTheJobFile() throws IOException {
        Files.createDirectory(folder.resolve("lists"));
        Files.writeString(
                folder.resolve("lists/ids.txt"),
                "\uFEFF# the groups of finance\r\n\r\n g-2 # payroll\r\ng-1\r\ng-2\r\n");

        assertThat(load(MINIMUM + "scope: {group-ids-file: lists/ids.txt}\n").scope())
                .isEqualTo(new Source.GroupIds(List.of(new GroupId("g-1"), new GroupId("g-2"))));
    }

    @Test
    void manyGroupIdsAreReadFromAFile() throws IOException {
        Files.write(
                folder.resolve("ids.txt"),
                IntStream.range(0, 100_000)
                        .mapToObj(i -> "1234567890-00000000-0000-0000-0000-%012d".formatted(i))
                        .toList());

        assertThat(load(MINIMUM + "scope: {group-ids-file: ids.txt}\n").scope())
                .isInstanceOfSatisfying(
                        Source.GroupIds.class, scope -> assertThat(scope.ids()).hasSize(100_000));
    }

    @Test
    void badGroupIdInAFileIsNamedWithItsLine() throws IOException {
        Files.writeString(folder.resolve("ids.txt"), "g-1\n\ng 2\n");
        String job = MINIMUM + "scope:\n  group-ids-file: ids.txt\n";

        assertThat(errorOf(job))
                .isEqualTo("aws.yaml:5: scope.group-ids-file: ids.txt:3: expected group ids of 1 to 64 characters"
                        + " without spaces, found 'g 2'");

        Files.writeString(folder.resolve("ids.txt"), "x".repeat(65));
        assertThat(errorOf(job)).contains("ids.txt:1: expected group ids").contains("…'");

        Files.writeString(folder.resolve("ids.txt"), "# none\n");
        assertThat(errorOf(job)).contains("scope.group-ids-file: expected at least one group id, found none");

        Files.delete(folder.resolve("ids.txt"));
        assertThat(errorOf(job)).isEqualTo("aws.yaml:5: scope.group-ids-file: ids.txt: no such file");
    }

    private Source load(String yaml) {
        write(yaml);
        return new JobFiles(folder, KnownProvider.ALL).load("aws");
    }

    private String errorOf(String yaml) {
        write(yaml);
        return errorOf();
    }

    /** The message, its file names relative to the folder. */
    private String errorOf() {
        ConfigurationException error = catchThrowableOfType(
                ConfigurationException.class, () -> new JobFiles(folder, KnownProvider.ALL).load("aws"));
        assertThat(error).isNotNull();
        String message = String.valueOf(error.getMessage());
        assertThat(message).doesNotContain("\n", "\r", "\u001b");
        return message.replace(folder + "/", "");
    }

    private void write(String yaml) {
        try {
            Files.writeString(folder.resolve("aws.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
