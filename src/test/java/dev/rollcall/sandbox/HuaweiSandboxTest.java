package dev.rollcall.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.huaweicloud.sdk.core.auth.AKSKSigner;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.identitycenterstore.v1.IdentityCenterStoreClient;
import com.huaweicloud.sdk.identitycenterstore.v1.model.DescribeGroupRequest;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ListGroupMembershipsRequest;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ListGroupsRequest;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ListUsersRequest;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HuaweiSandboxTest {
    private static final String STORE = "d-a1b2c3d4e5";

    private final SandboxDirectory truth = SandboxDirectory.generate(2, Shape.small(), Cloud.HUAWEI);
    private final Sandbox sandbox = Sandbox.start().addStore(STORE, truth);
    private final IdentityCenterStoreClient client = HuaweiSdk.open(sandbox.endpoint(), Sandbox.LONG_LIVED_KEY);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void sdkReadsTheDirectory() {
        assertThat(HuaweiSdk.groups(client, STORE)).isEqualTo(truth.groups());
        assertThat(HuaweiSdk.users(client, STORE)).isEqualTo(truth.users().toList());
        for (Group group : truth.groups()) {
            assertThat(HuaweiSdk.memberships(client, STORE, group.id())).isEqualTo(truth.memberships(group.id()));
        }
        assertThat(sandbox.requests().servedAgain()).isEmpty();
        assertThat(sandbox.requests().served("ListUsers", null, null)).isEqualTo(1);
    }

    @Test
    void oneGroupCanBeDescribed() {
        Group group = truth.groups().get(8);

        assertThat(client.describeGroup(new DescribeGroupRequest()
                                .withIdentityStoreId(STORE)
                                .withGroupId(group.id().value()))
                        .getDisplayName())
                .isEqualTo(group.displayName());
    }

    @Test
    void markersHave24Characters() {
        String marker = client.listGroups(request(10)).getPageInfo().getNextMarker();

        assertThat(marker).hasSize(24);
        sandbox.expireMarkers();
        assertThat(refused(() -> client.listGroups(request(10).withMarker(marker)))
                        .getHttpStatusCode())
                .isEqualTo(400);
        assertThat(refused(() -> client.listGroups(request(10).withMarker("short")))
                        .getHttpStatusCode())
                .isEqualTo(400);
    }

    @Test
    void temporaryKeyWorksUntilItExpires() {
        IdentityCenterStoreClient temporary = HuaweiSdk.open(sandbox.endpoint(), Sandbox.TEMPORARY_KEY);
        assertThat(HuaweiSdk.groups(temporary, STORE)).hasSize(50);
        sandbox.faults().sessionTokensExpired(true);

        assertThat(refused(() -> temporary.listGroups(request(10))).getErrorMsg())
                .contains("expired");
    }

    @Test
    void wrongSignatureUnknownKeyAndSkewedClockAreRefused() {
        AccessKey forged = new AccessKey(Sandbox.LONG_LIVED_KEY.id(), "not the secret", null);
        AccessKey unknown = new AccessKey("NOBODY", "secret", null);

        assertThat(refused(() -> HuaweiSdk.open(sandbox.endpoint(), forged).listGroups(request(10)))
                        .getErrorMsg())
                .contains("verify aksk signature fail");
        assertThat(refused(() -> HuaweiSdk.open(sandbox.endpoint(), unknown).listGroups(request(10)))
                        .getErrorMsg())
                .contains("ak not exist");
        sandbox.faults().clockSkew(Duration.ofMinutes(-16));
        assertThat(refused(() -> client.listGroups(request(10))).getHttpStatusCode())
                .isEqualTo(401);
    }

    @Test
    void limitsOutOfRangeAndUnknownStoresAndGroupsAreRefused() {
        assertThat(refused(() -> client.listGroups(request(101))).getHttpStatusCode())
                .isEqualTo(400);
        assertThat(refused(() -> client.listGroups(request(0))).getHttpStatusCode())
                .isEqualTo(400);
        assertThat(refused(() -> client.listUsers(new ListUsersRequest().withIdentityStoreId("d-none000000")))
                        .getHttpStatusCode())
                .isEqualTo(404);
        assertThat(refused(() -> client.listGroupMemberships(new ListGroupMembershipsRequest()
                                .withIdentityStoreId(STORE)
                                .withGroupId("gone")))
                        .getHttpStatusCode())
                .isEqualTo(404);
    }

    @Test
    void throttlingAndDenialAreWordedAsByTheGateway() {
        sandbox.faults().rateLimit(new RateLimit(0.1, 1)).denyOperation("ListGroups");

        ServiceResponseException denied = refused(() -> client.listGroups(request(10)));
        ServiceResponseException throttled = refused(() -> client.listGroups(request(10)));

        assertThat(denied.getHttpStatusCode()).isEqualTo(403);
        assertThat(denied.getEncodedAuthorizationMessage()).isNotBlank();
        assertThat(throttled.getHttpStatusCode()).isEqualTo(429);
        assertThat(throttled.getErrorCode()).isEqualTo("APIGW.0308");
        assertThat(throttled.getErrorMsg()).contains("limit:6,time:1 minute");
        assertThat(throttled.getRequestId()).isNotBlank();
    }

    @Test
    void batchLeavesOutUnknownIds() throws Exception {
        String known = truth.groups().get(5).id().value();

        HttpResponse<String> answer = batch(List.of(known, "unknown"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ids(JsonText.MAPPER.readTree(answer.body()).get("groups"))).containsExactly(known);
    }

    @Test
    void batchCanBeABareArray() throws Exception {
        sandbox.faults().bareArray(true);
        String known = truth.groups().get(5).id().value();

        assertThat(ids(JsonText.MAPPER.readTree(batch(List.of(known)).body()))).containsExactly(known);
    }

    @Test
    void oneMalformedIdFailsTheWholeBatch() throws Exception {
        String known = truth.groups().get(5).id().value();

        assertThat(batch(List.of(known, "no id!")).statusCode()).isEqualTo(400);
        sandbox.faults().mostIds(1);
        assertThat(batch(List.of(known, known)).statusCode()).isEqualTo(400);
    }

    private static List<String> ids(JsonNode groups) {
        return StreamSupport.stream(groups.spliterator(), false)
                .map(group -> group.get("group_id").asString())
                .toList();
    }

    private HttpResponse<String> batch(List<String> ids) throws Exception {
        String body = JsonText.MAPPER.writeValueAsString(Map.of("group_ids", ids));
        var request = com.huaweicloud.sdk.core.http.HttpRequest.newBuilder()
                .withMethod(HttpMethod.POST)
                .withEndpoint(sandbox.endpoint().toString())
                .withPath("/v1/identity-stores/" + STORE + "/groups/batch-query")
                .withBodyAsString(body)
                .build();
        Map<String, String> signed =
                AKSKSigner.getInstance()
                        .sign(request, HuaweiSdk.credentials(Sandbox.LONG_LIVED_KEY))
                        .entrySet()
                        .stream()
                        .filter(header -> !header.getKey().equals("Host"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        HttpRequest.Builder wire = HttpRequest.newBuilder(
                        sandbox.endpoint().resolve("/v1/identity-stores/" + STORE + "/groups/batch-query"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        signed.forEach(wire::header);
        return HttpClient.newHttpClient().send(wire.build(), BodyHandlers.ofString());
    }

    @Test
    void groupCanVanishOnceItIsListed() {
        GroupId group = truth.groups().get(3).id();
        sandbox.faults().vanishGroup(group);

        assertThat(HuaweiSdk.groups(client, STORE)).extracting(Group::id).contains(group);
        assertThat(refused(() -> HuaweiSdk.memberships(client, STORE, group)).getHttpStatusCode())
                .isEqualTo(404);
    }

    private static ListGroupsRequest request(int limit) {
        return new ListGroupsRequest().withIdentityStoreId(STORE).withLimit(limit);
    }

    private static ServiceResponseException refused(ThrowingCallable call) {
        return catchThrowableOfType(ServiceResponseException.class, call);
    }
}
