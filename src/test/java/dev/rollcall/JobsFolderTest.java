package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files under {@code jobs/} do what they say, as they stand there but for paths and addresses. */
class JobsFolderTest {
    private static final Path JOBS = Path.of("jobs");

    /** Folders whose files have a class of tests of their own, which lists them. */
    private static final List<Path> TESTED_ELSEWHERE =
            List.of(SchedulesTest.FOLDER, KubernetesManifest.FOLDER, ContainerTest.FOLDER, MonitoringTest.FOLDER);

    @Test
    void everyFileHasItsTest() throws IOException {
        try (Stream<Path> files = Files.walk(JOBS)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> TESTED_ELSEWHERE.stream().noneMatch(file::startsWith)))
                    .as("a file that is new here needs a test in this class")
                    .containsExactlyInAnyOrder(example(Cloud.AWS), example(Cloud.HUAWEI));
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void exampleIsAJobFileOnceTheStoreIsNamed(Cloud cloud) {
        try (CliFixture cli = cli(cloud)) {
            String example = read(example(cloud))
                    .replaceFirst("(?m)^identity-store-id: .*", "identity-store-id: " + cloud.storeId())
                    .replaceFirst(
                            "(?m)^#endpoint: .*", "endpoint: " + cli.sandbox().endpoint());
            String keys = cli.jobFile().replaceFirst("(?s)^.*?(credentials:.*?)limits:.*$", "$1");
            cli.job("acme", example + keys);

            cli.run("check", "acme").isDone();
            cli.run("sync", "acme").isDone();
            cli.run("status", "acme").isDone();
        }
    }

    /** Each choice that is commented out, without those that exclude it. */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void everyKeyOfAnExampleIsKnown(Cloud cloud) {
        String everything =
                read(example(cloud)).replaceAll("(?m)^#(?! )", "").replaceAll("(?m)^#(?=  +(?:[a-z-]+:|- ))", "");
        try (CliFixture cli = cli(cloud)) {
            cli.write("groups.txt", "1234567890-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee # one\n");
            for (String excluded : List.of(
                    " +(access-key-file|secret-key-file|security-token-file|group-ids-file|webhook-file): .*\\n",
                    " +(profile|webhook): .*\\n| +group-ids:\\n +- .*\\n")) {
                cli.job("acme", everything.replaceAll(excluded, ""));
                CommandResult status = cli.run("status");

                assertThat(status.err()).as(everything).doesNotContain("acme.yaml");
            }
        }
    }

    private Path example(Cloud cloud) {
        return JOBS.resolve(cloud.provider() + ".yaml.example");
    }

    private static CliFixture cli(Cloud cloud) {
        return new CliFixture(cloud, SandboxDirectory.generate(708, Shape.of(6, 60, 20), cloud));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
