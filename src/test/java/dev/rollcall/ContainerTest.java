package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.InstallTest;
import dev.rollcall.machine.Packaged;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * The image that {@code jobs/container/Dockerfile} describes, built without BuildKit and run as the container of {@code
 * jobs/kubernetes} says.
 */
@InstallTest("docker")
class ContainerTest {
    static final Path FOLDER = Path.of("jobs", "container");

    private static final Path DOCKERFILE = FOLDER.resolve("Dockerfile");
    private static final String IMAGE = "rollcall-test";

    /** A Debian, and at hand where no registry can be reached. */
    private static final String BASE_AT_HAND = "postgres:15";

    /** The layers that a version of Rollcall changes: its own files, and the archive of classes. */
    private static final int LAYERS_OF_A_VERSION = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TemporaryFolder folder = TemporaryFolder.createPassable("rollcall-container");
    private final TestDatabase database = TestDatabase.create();
    private final Sandbox sandbox = Sandbox.start()
            .addStore(Cloud.AWS.storeId(), SandboxDirectory.generate(711, Shape.of(300, 20_000, 1_000), Cloud.AWS));
    private final PodSpec pod = KubernetesManifest.read("cronjob.yaml", CronJob.class)
            .getSpec()
            .getJobTemplate()
            .getSpec()
            .getTemplate()
            .getSpec();
    private final List<String> started = new ArrayList<>();
    private final Container container = pod.getContainers().get(0);

    @BeforeAll
    static void build() {
        build(IMAGE, Packaged.folder());
    }

    @BeforeEach
    void mountWhatTheManifestsHold() throws IOException {
        String jobFile = Objects.requireNonNull(KubernetesManifest.read("configmap.yaml", ConfigMap.class)
                        .getData()
                        .get("aws.yaml"))
                .replaceFirst("identity-store-id: .*", "identity-store-id: " + Cloud.AWS.storeId())
                .concat("endpoint: %s\nlimits: {requests-per-second: 1000}\n".formatted(sandbox.endpoint()));
        Path jobs = Files.createDirectory(folder.resolve("jobs"));
        Files.createDirectory(jobs.resolve("..2026"));
        Files.writeString(jobs.resolve("..2026/aws.yaml"), jobFile);
        Files.createSymbolicLink(jobs.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(jobs.resolve("aws.yaml"), Path.of("..data/aws.yaml"));
        Files.createDirectory(folder.resolve("secrets"));
        secret("db-password", database.password());
        secret("aws-access-key", Sandbox.LONG_LIVED_KEY.id());
        secret("aws-secret-key", Sandbox.LONG_LIVED_KEY.secret());
    }

    @AfterEach
    void close() {
        started.forEach(id -> docker("rm", "--force", id));
        sandbox.close();
        database.close();
        folder.close();
    }

    @Test
    void syncPublishesInAContainerThatMayNothing() {
        String id = start();

        assertThat(docker("wait", id).strip()).as(docker("logs", id)).isEqualTo("0");
        assertThat(docker("logs", id)).contains("aws: published snapshot");
        assertThat(docker("inspect", "--format", "{{.State.OOMKilled}}", id)).startsWith("false");
        assertThat(published()).isOne();
    }

    @Test
    void stoppedContainerEndsItsRun() {
        sandbox.faults().latency(Duration.ofMinutes(1));
        String id = start();
        Awaitility.await().atMost(PATIENCE).until(() -> sandbox.requests().total() > 0);

        // After 10 seconds the engine would kill it, and the exit code would be 137.
        docker("stop", "--time", "10", id);

        assertThat(docker("inspect", "--format", "{{.State.ExitCode}} {{.State.OOMKilled}}", id))
                .isEqualToIgnoringNewLines("143 false");
    }

    @Test
    void imageRunsAsTheUserOfTheManifest() {
        PodSecurityContext user = pod.getSecurityContext();

        assertThat(docker("inspect", "--format", "{{.Config.User}} {{.Config.Entrypoint}}", IMAGE))
                .isEqualToIgnoringNewLines(user.getRunAsUser() + ":" + user.getRunAsGroup() + " [rollcall]");
        assertThat(docker("run", "--rm", IMAGE, "--version")).startsWith("rollcall ");
    }

    @Test
    void javaStartsFromTheArchiveOfTheImage() {
        docker("run", "--rm", "--entrypoint", "test", IMAGE, "-s", "/opt/rollcall/lib/rollcall.jsa");
        // Java that is told so ends with an error where it can't use the archive.
        assertThat(docker("run", "--rm", "--env", "ROLLCALL_JAVA_OPTS=-Xshare:on", IMAGE, "--version"))
                .startsWith("rollcall ");
    }

    @Test
    void otherVersionSharesTheLayersBelowItsOwnFiles() throws IOException {
        Path other = folder.resolve("other");
        FileSystemUtils.copyRecursively(Packaged.folder(), other);
        Files.delete(other.resolve("lib/rollcall.jsa"));
        try (var programs = Files.list(other.resolve("bin"))) {
            programs.forEach(
                    program -> assertThat(program.toFile().setExecutable(true)).isTrue());
        }
        Files.writeString(other.resolve("LICENSE"), "another");

        build(IMAGE + "-other", other);

        List<String> layers = layers(IMAGE);
        assertThat(layers(IMAGE + "-other"))
                .hasSameSizeAs(layers)
                .startsWith(
                        layers.subList(0, layers.size() - LAYERS_OF_A_VERSION).toArray(String[]::new))
                .isNotEqualTo(layers);
    }

    private static void build(String image, Path context) {
        List<String> line =
                new ArrayList<>(List.of("env", "DOCKER_BUILDKIT=0", "docker", "build", "--network", "host"));
        if (ProgramRun.succeeds("docker", "image", "inspect", BASE_AT_HAND)) {
            line.addAll(List.of("--build-arg", "BASE=" + BASE_AT_HAND));
        }
        line.addAll(List.of("-t", image, "-f", DOCKERFILE.toString(), context.toString()));
        ProgramRun built = ProgramRun.of(line);
        assertThat(built.exitCode()).as(built.output()).isZero();
    }

    private static List<String> layers(String image) {
        return docker("inspect", "--format", "{{join .RootFS.Layers \"\\n\"}}", image)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Starts the manifest's container and returns its id. The network is the machine's, where server and sandbox are. */
    private String start() {
        List<String> line = new ArrayList<>(List.of("run", "--detach", "--network", "host"));
        line.addAll(restrictions());
        Map<String, String> here = Map.of("ROLLCALL_DB_URL", database.url(), "ROLLCALL_DB_USER", database.user());
        assertThat(container.getEnv())
                .extracting(EnvVar::getName)
                .as("options for Java")
                .noneMatch(name -> name.contains("JAVA"));
        for (EnvVar variable : container.getEnv()) {
            String value = here.getOrDefault(variable.getName(), variable.getValue());
            line.addAll(List.of("--env", variable.getName() + "=" + value));
        }
        for (VolumeMount mount : container.getVolumeMounts()) {
            line.addAll(List.of("--volume", source(mount) + ":" + mount.getMountPath() + ":ro"));
        }
        line.add(IMAGE);
        line.addAll(container.getArgs());
        String id = docker(line.toArray(String[]::new)).strip();
        started.add(id);
        return id;
    }

    /** What Kubernetes makes of the manifest, as the engine's own options. */
    private List<String> restrictions() {
        List<String> options = new ArrayList<>();
        PodSecurityContext user = pod.getSecurityContext();
        options.addAll(List.of("--user", user.getRunAsUser() + ":" + user.getRunAsGroup()));
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        options.add("--read-only");
        container
                .getSecurityContext()
                .getCapabilities()
                .getDrop()
                .forEach(capability -> options.addAll(List.of("--cap-drop", capability)));
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        options.addAll(List.of("--security-opt", "no-new-privileges"));
        Quantity limit =
                Objects.requireNonNull(container.getResources().getLimits().get("memory"));
        long memory = Quantity.getAmountInBytes(limit).longValueExact();
        assertThat(memory).isEqualTo(256L << 20);
        options.addAll(List.of("--memory", Long.toString(memory), "--memory-swap", Long.toString(memory)));
        return options;
    }

    private Path source(VolumeMount mount) {
        Volume volume = pod.getVolumes().stream()
                .filter(candidate -> candidate.getName().equals(mount.getName()))
                .findFirst()
                .orElseThrow();
        return folder.resolve(volume.getSecret() == null ? "jobs" : "secrets");
    }

    /** A file as Kubernetes mounts it: root's, and readable by the pod's group. */
    private void secret(String name, String value) throws IOException {
        Path file = folder.write("secrets/" + name, value);
        Files.setAttribute(
                file, "unix:gid", pod.getSecurityContext().getFsGroup().intValue());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    }

    private static String docker(String... arguments) {
        List<String> line = new ArrayList<>(List.of("docker"));
        line.addAll(List.of(arguments));
        ProgramRun ran = ProgramRun.of(line);
        assertThat(ran.exitCode()).as("%s: %s", line, ran.output()).isZero();
        return ran.output();
    }

    private long published() {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT count(*) FROM directory.snapshots WHERE outcome = 'published'")
                .query(Long.class)
                .single();
    }
}
