package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.support.CronExpression;

/** The manifests of {@code jobs/kubernetes} are Kubernetes' own, and fit each other, the program and its image. */
class KubernetesTest {
    private static final String SECRETS = "/run/secrets/rollcall/";
    private static final Pattern SECRET_FILE = Pattern.compile(SECRETS + "([\\w.-]+)");

    private final CronJob cronJob = KubernetesManifest.read("cronjob.yaml", CronJob.class);
    private final ConfigMap jobs = KubernetesManifest.read("configmap.yaml", ConfigMap.class);
    private final Secret secret = KubernetesManifest.read("secret.yaml", Secret.class);
    private final NetworkPolicy traffic = KubernetesManifest.read("networkpolicy.yaml", NetworkPolicy.class);
    private final CronJobSpec schedule = cronJob.getSpec();
    private final JobSpec job = schedule.getJobTemplate().getSpec();
    private final PodSpec pod = job.getTemplate().getSpec();
    private final Container container = pod.getContainers().get(0);
    private final Deployment deployment = KubernetesManifest.read("deployment.yaml", Deployment.class);
    private final PodDisruptionBudget budget =
            KubernetesManifest.read("poddisruptionbudget.yaml", PodDisruptionBudget.class);
    private final DeploymentSpec workers = deployment.getSpec();
    private final PodSpec workerPod = workers.getTemplate().getSpec();
    private final Container worker = workerPod.getContainers().get(0);

    @Test
    void everyManifestIsRead() throws IOException {
        try (Stream<Path> files = Files.list(KubernetesManifest.FOLDER)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder(
                            "cronjob.yaml",
                            "deployment.yaml",
                            "poddisruptionbudget.yaml",
                            "configmap.yaml",
                            "secret.yaml",
                            "networkpolicy.yaml");
        }
        assertThat(List.<HasMetadata>of(cronJob, deployment, budget, jobs, secret, traffic))
                .extracting(manifest -> manifest.getApiVersion() + " " + manifest.getKind())
                .containsExactly(
                        "batch/v1 CronJob",
                        "apps/v1 Deployment",
                        "policy/v1 PodDisruptionBudget",
                        "v1 ConfigMap",
                        "v1 Secret",
                        "networking.k8s.io/v1 NetworkPolicy");
    }

    @Test
    void fieldThatKubernetesLacksIsRefused() {
        String misspelt = """
                kind: CronJob
                spec:
                  jobTemplate: {spec: {template: {spec: {containers: [{name: rollcall, arg: [sync]}]}}}}
                """;

        assertThatThrownBy(() -> KubernetesManifest.parse(misspelt, CronJob.class))
                .hasMessageContaining("\"arg\"");
    }

    @Test
    void oneRunAtATimeIsStartedEachNight() {
        assertThat(CronExpression.isValidExpression("0 " + schedule.getSchedule()))
                .isTrue();
        assertThat(ZoneId.of(schedule.getTimeZone())).isEqualTo(ZoneId.of("Etc/UTC"));
        assertThat(schedule.getConcurrencyPolicy()).isEqualTo("Forbid");
        assertThat(container.getArgs()).containsExactly("sync", "--all");
    }

    @Test
    void runIsStartedAgainWhereThatHelps() {
        assertThat(pod.getRestartPolicy()).as("podFailurePolicy needs it").isEqualTo("Never");
        assertThat(job.getBackoffLimit()).isPositive();
        List<PodFailurePolicyRule> rules = job.getPodFailurePolicy().getRules();
        assertThat(rules).extracting(PodFailurePolicyRule::getAction).containsExactly("Ignore", "FailJob", "FailJob");
        assertThat(rules.get(0).getOnPodConditions()).singleElement().satisfies(condition -> {
            assertThat(condition.getType()).isEqualTo("DisruptionTarget");
            assertThat(condition.getStatus()).isEqualTo("True");
        });
        assertThat(rules.subList(1, 3))
                .extracting(PodFailurePolicyRule::getOnExitCodes)
                .allSatisfy(codes -> {
                    assertThat(codes.getContainerName()).isEqualTo(container.getName());
                    assertThat(codes.getOperator()).isEqualTo("In");
                });
        assertThat(rules.get(1).getOnExitCodes().getValues()).containsExactly(2, 3, 5);
        assertThat(rules.get(2).getOnExitCodes().getValues()).containsExactly(4);
    }

    @Test
    void runHasTimeToEnd() {
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(30);
        assertThat(job.getActiveDeadlineSeconds()).isNull();
    }

    @Test
    void workersAreReplacedOneAtATime() {
        assertThat(workers.getReplicas()).isEqualTo(2);
        assertThat(workers.getStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(workers.getStrategy().getRollingUpdate().getMaxSurge().getIntVal())
                .as("another worker's connections")
                .isZero();
        assertThat(workers.getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
                .isEqualTo(1);
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        Map<String, String> labels = workers.getTemplate().getMetadata().getLabels();
        assertThat(workers.getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(workerPod.getTopologySpreadConstraints())
                .allSatisfy(spread ->
                        assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(labels));
        assertThat(job.getTemplate().getMetadata().getLabels())
                .as("the CronJob's pods are none of the Deployment's")
                .doesNotContainKey("app.kubernetes.io/component");
    }

    /** But for what it is told to do, and the memory for several runs at once. */
    @Test
    void workersPodIsThatOfARun() {
        assertThat(workerPod.getSecurityContext()).isEqualTo(pod.getSecurityContext());
        assertThat(workerPod.getVolumes()).isEqualTo(pod.getVolumes());
        assertThat(workerPod.getTerminationGracePeriodSeconds()).isEqualTo(pod.getTerminationGracePeriodSeconds());
        assertThat(worker.getArgs()).containsExactly("worker");
        assertThat(worker.getEnv()).containsAll(container.getEnv());
        worker.setArgs(container.getArgs());
        worker.setEnv(container.getEnv());
        worker.getResources()
                .getRequests()
                .put("memory", container.getResources().getRequests().get("memory"));
        worker.getResources()
                .getLimits()
                .put("memory", container.getResources().getLimits().get("memory"));
        assertThat(worker).isEqualTo(container);
    }

    @Test
    void workersHeapFitsItsMemory() {
        assertThat(worker.getEnv())
                .filteredOn(variable -> variable.getName().equals("ROLLCALL_JAVA_OPTS"))
                .extracting(EnvVar::getValue)
                .containsExactly("-Xmx256m");
        assertThat(worker.getResources().getLimits().get("memory"))
                .hasToString("512Mi")
                .isEqualTo(worker.getResources().getRequests().get("memory"));
    }

    @Test
    void programKnowsWhatTheContainersTellItToDo() {
        try (CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(1, Shape.of(1, 1, 1), Cloud.AWS))) {
            for (Container told : List.of(container, worker)) {
                String[] help = Stream.concat(told.getArgs().stream(), Stream.of("--help"))
                        .toArray(String[]::new);
                assertThat(cli.run(help).isDone().out())
                        .startsWith("Usage: rollcall " + told.getArgs().get(0));
            }
        }
    }

    @Test
    void podsMeetTheRestrictedStandard() {
        meetsTheRestrictedStandard(pod);
        meetsTheRestrictedStandard(workerPod);
    }

    /** As Kubernetes' pod security standard "restricted" has it. */
    private static void meetsTheRestrictedStandard(PodSpec pod) {
        Container container = pod.getContainers().get(0);
        assertThat(pod.getContainers()).hasSize(1);
        assertThat(pod.getInitContainers()).isNullOrEmpty();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getCapabilities().getAdd()).isNullOrEmpty();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(Stream.of(volume.getConfigMap(), volume.getSecret())
                                .filter(source -> source != null))
                        .hasSize(1));
    }

    @Test
    void memoryIsBounded() {
        assertThat(container.getResources().getLimits().get("memory"))
                .hasToString("256Mi")
                .isEqualTo(container.getResources().getRequests().get("memory"));
    }

    @Test
    void imageIsOfThisVersion() throws IOException {
        String version = Files.readString(Path.of("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>rollcall</artifactId>\\s*<version>([^<]+)</version>.*", "$1");

        assertThat(container.getImage()).endsWith("/rollcall:" + version);
    }

    @Test
    void everyFileNamedIsMounted() throws IOException {
        Map<String, Volume> volumes =
                pod.getVolumes().stream().collect(Collectors.toMap(Volume::getName, volume -> volume));
        Map<String, Volume> mounted = container.getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getMountPath, mount -> volumes.get(mount.getName())));
        assertThat(mounted).containsOnlyKeys(environment().get("ROLLCALL_JOBS"), SECRETS.replaceFirst("/$", ""));
        Volume jobFiles = Objects.requireNonNull(mounted.get(environment().get("ROLLCALL_JOBS")));
        assertThat(jobFiles.getConfigMap().getName())
                .isEqualTo(jobs.getMetadata().getName());
        Volume secrets = Objects.requireNonNull(mounted.get(SECRETS.replaceFirst("/$", "")));
        assertThat(secrets.getSecret().getSecretName())
                .isEqualTo(secret.getMetadata().getName());
        assertThat(secrets.getSecret().getDefaultMode()).isEqualTo(0440);
        assertThat(pod.getSecurityContext().getFsGroup())
                .isEqualTo(pod.getSecurityContext().getRunAsGroup());

        Set<String> named = SECRET_FILE
                .matcher(Files.readString(KubernetesManifest.FOLDER.resolve("cronjob.yaml")) + jobs.getData())
                .results()
                .map(file -> file.group(1))
                .collect(Collectors.toSet());
        assertThat(secret.getStringData()).containsOnlyKeys(named);
    }

    @Test
    void jobFileOfTheConfigMapSyncs() {
        assertThat(jobs.getData()).containsOnlyKeys("aws.yaml");
        try (CliFixture cli =
                new CliFixture(Cloud.AWS, SandboxDirectory.generate(709, Shape.of(6, 60, 20), Cloud.AWS))) {
            String text = Objects.requireNonNull(jobs.getData().get("aws.yaml"))
                    .replaceFirst("identity-store-id: .*", "identity-store-id: " + Cloud.AWS.storeId())
                    .replace(SECRETS + "aws-access-key", cli.keys().accessKey().toString())
                    .replace(SECRETS + "aws-secret-key", cli.keys().secretKey().toString());
            cli.job("acme", text + "endpoint: " + cli.sandbox().endpoint());

            cli.run("check", "--all").isDone();
            assertThat(cli.run("sync", "--all").isDone().out()).contains("acme: published snapshot");
        }
    }

    @Test
    void trafficIsThatOfARun() {
        Map<String, String> labels = traffic.getSpec().getPodSelector().getMatchLabels();
        assertThat(labels).isEqualTo(job.getTemplate().getMetadata().getLabels());
        assertThat(workers.getTemplate().getMetadata().getLabels()).containsAllEntriesOf(labels);
        assertThat(traffic.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(traffic.getSpec().getIngress()).isEmpty();
        assertThat(traffic.getSpec().getEgress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getProtocol() + " " + port.getPort().getIntVal())
                .containsExactly("UDP 53", "TCP 53", "TCP 5432", "TCP 443");
    }

    private Map<String, String> environment() {
        return container.getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }
}
