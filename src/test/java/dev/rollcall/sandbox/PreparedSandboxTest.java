package dev.rollcall.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.Group;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.GroupMembership;
import software.amazon.awssdk.services.identitystore.model.ThrottlingException;
import software.amazon.awssdk.services.identitystore.model.ValidationException;

class PreparedSandboxTest {
    private static final String STORE = "d-1234567890";
    private static final Shape SHAPE = Shape.of(20, 400, 150);

    /** As {@link AwsSdk} asks for groups. */
    private static final int PAGE_SIZE = 7;

    @TempDir
    Path folder;

    @Test
    void sandboxServesTheWholeDirectory() throws Exception {
        try (PreparedSandbox sandbox = start();
                IdentitystoreClient client = AwsSdk.open(sandbox.endpoint(), Sandbox.LONG_LIVED_KEY)) {
            SandboxDirectory directory = SandboxDirectory.generate(3, SHAPE);

            assertThat(AwsSdk.groups(client, STORE)).isEqualTo(directory.groups());
            for (Group group : directory.groups()) {
                assertThat(members(client, group))
                        .isEqualTo(directory.memberships(group.id()).stream()
                                .map(row -> row.membershipId())
                                .toList());
            }
        }
    }

    @Test
    void requestsAboveTheRateLimitAreThrottled() throws Exception {
        try (PreparedSandbox sandbox = start();
                IdentitystoreClient client = AwsSdk.open(sandbox.endpoint(), Sandbox.LONG_LIVED_KEY)) {
            ask(sandbox, "POST", "/control/start?latency=0&rate=0.001");
            for (int i = 0; i < 5; i++) {
                client.listGroups(request -> request.identityStoreId(STORE).maxResults(PAGE_SIZE));
            }

            assertThatThrownBy(() -> AwsSdk.groups(client, STORE)).isInstanceOf(ThrottlingException.class);
            assertThat(ask(sandbox, "GET", "/control/traffic"))
                    .contains("\"requests\":6", "\"served\":5", "\"throttled\":1");
        }
    }

    @Test
    void pagesOfAnotherSizeAreRefused() throws Exception {
        try (PreparedSandbox sandbox = start();
                IdentitystoreClient client = AwsSdk.open(sandbox.endpoint(), Sandbox.LONG_LIVED_KEY)) {
            assertThatThrownBy(() -> client.listGroups(
                            request -> request.identityStoreId(STORE).maxResults(PAGE_SIZE + 1)))
                    .isInstanceOf(ValidationException.class);
        }
    }

    @Test
    void everyNthMemberLeavesAndJoinsAgain() throws Exception {
        try (PreparedSandbox sandbox = start();
                IdentitystoreClient client = AwsSdk.open(sandbox.endpoint(), Sandbox.LONG_LIVED_KEY)) {
            List<Group> groups = SandboxDirectory.generate(3, SHAPE).groups();
            List<String> before = groups.stream()
                    .flatMap(group -> members(client, group).stream())
                    .toList();

            assertThat(ask(sandbox, "POST", "/control/rejoin?store=" + STORE + "&every=40"))
                    .isEqualTo("{\"changed\":10}");

            List<String> after = groups.stream()
                    .flatMap(group -> members(client, group).stream())
                    .toList();
            assertThat(after).hasSameSizeAs(before);
            assertThat(after.stream().filter(id -> !before.contains(id))).hasSize(10);
        }
    }

    private PreparedSandbox start() {
        Path file = folder.resolve("pages");
        assertThat(PreparedSandbox.prepare(file, STORE, SHAPE, 3, PAGE_SIZE)).isGreaterThan(20);
        return PreparedSandbox.start(PAGE_SIZE).serve(STORE, file);
    }

    private static List<String> members(IdentitystoreClient client, Group group) {
        return client
                .listGroupMembershipsPaginator(request -> request.identityStoreId(STORE)
                        .groupId(group.id().value())
                        .maxResults(PAGE_SIZE))
                .groupMemberships()
                .stream()
                .map(GroupMembership::membershipId)
                .toList();
    }

    private static String ask(PreparedSandbox sandbox, String method, String path) throws Exception {
        URI uri = sandbox.endpoint().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
