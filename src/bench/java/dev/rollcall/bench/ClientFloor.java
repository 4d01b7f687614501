package dev.rollcall.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.ListGroupMembershipsResponse;
import software.amazon.awssdk.services.identitystore.model.ListGroupsResponse;
import software.amazon.awssdk.services.identitystore.model.ListUsersResponse;

/**
 * Reads a directory with the bare vendor client and drops the pages: the same pages, as many at once, with an HTTP client
 * configured as the program's is.
 */
final class ClientFloor {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final IdentitystoreClient client;
    private final String store;
    private final ExecutorService workers;
    private final Queue<Future<?>> tasks = new ConcurrentLinkedQueue<>();

    private ClientFloor(IdentitystoreClient client, String store, ExecutorService workers) {
        this.client = client;
        this.store = store;
        this.workers = workers;
    }

    /**
     * Reads the directory once.
     *
     * @param args endpoint, store, workers
     */
    public static void main(String[] args) throws ExecutionException, InterruptedException {
        int count = Integer.parseInt(args[2]);
        ExecutorService workers = Executors.newFixedThreadPool(count);
        try (IdentitystoreClient client = client(URI.create(args[0]), count)) {
            new ClientFloor(client, args[1], workers).read();
        } finally {
            workers.shutdown();
        }
    }

    static IdentitystoreClient client(URI endpoint, int workers) {
        return IdentitystoreClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(ProviderProcess.KEY.id(), ProviderProcess.KEY.secret())))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(workers + 1)
                        .connectionTimeout(Duration.ofSeconds(10))
                        .connectionAcquisitionTimeout(TIMEOUT)
                        .socketTimeout(TIMEOUT)
                        .tcpKeepAlive(true))
                .overrideConfiguration(calls -> calls.apiCallTimeout(TIMEOUT)
                        .apiCallAttemptTimeout(TIMEOUT)
                        .retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private void read() throws ExecutionException, InterruptedException {
        Future<?> groups = workers.submit(this::groups);
        Future<?> users = workers.submit(this::users);
        groups.get();
        users.get();
        for (Future<?> task = tasks.poll(); task != null; task = tasks.poll()) {
            task.get();
        }
    }

    private void groups() {
        for (@Nullable String next = null, page = ""; page != null; page = next) {
            String from = next;
            ListGroupsResponse answer = client.listGroups(
                    request -> request.identityStoreId(store).maxResults(100).nextToken(from));
            answer.groups().forEach(group -> tasks.add(workers.submit(() -> members(group.groupId()))));
            next = answer.nextToken();
        }
    }

    private void users() {
        for (@Nullable String next = null, page = ""; page != null; page = next) {
            String from = next;
            ListUsersResponse answer = client.listUsers(
                    request -> request.identityStoreId(store).maxResults(100).nextToken(from));
            next = answer.nextToken();
        }
    }

    private void members(String group) {
        for (@Nullable String next = null, page = ""; page != null; page = next) {
            String from = next;
            ListGroupMembershipsResponse answer = client.listGroupMemberships(request -> request.identityStoreId(store)
                    .groupId(group)
                    .maxResults(100)
                    .nextToken(from));
            next = answer.nextToken();
        }
    }
}
