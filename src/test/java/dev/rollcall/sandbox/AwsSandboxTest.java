package dev.rollcall.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.AccessDeniedException;
import software.amazon.awssdk.services.identitystore.model.IdentitystoreException;
import software.amazon.awssdk.services.identitystore.model.ResourceNotFoundException;
import software.amazon.awssdk.services.identitystore.model.ThrottlingException;
import software.amazon.awssdk.services.identitystore.model.ValidationException;

class AwsSandboxTest {
    private static final String STORE = "d-1234567890";

    private final SandboxDirectory truth = SandboxDirectory.generate(1, Shape.small());
    private final Sandbox sandbox = Sandbox.start().addStore(STORE, truth);
    private final IdentitystoreClient client = AwsSdk.open(sandbox.endpoint(), Sandbox.LONG_LIVED_KEY);

    @AfterEach
    void close() {
        // The SDK keeps what it learned of clocks for the whole JVM.
        SdkGlobalTime.setGlobalTimeOffset(0);
        client.close();
        sandbox.close();
    }

    @Test
    void sdkReadsTheDirectory() {
        assertThat(AwsSdk.groups(client, STORE)).isEqualTo(truth.groups());
        assertThat(AwsSdk.users(client, STORE)).isEqualTo(truth.users().toList());
        for (Group group : truth.groups()) {
            assertThat(AwsSdk.memberships(client, STORE, group.id())).isEqualTo(truth.memberships(group.id()));
        }
        assertThat(sandbox.requests().servedAgain()).isEmpty();
        assertThat(sandbox.requests().served("ListGroups")).isEqualTo(8);
    }

    @Test
    void oneGroupAndOneUserCanBeDescribed() {
        Group group = truth.groups().get(8);
        String user = truth.users().findFirst().orElseThrow().id();

        assertThat(client.describeGroup(
                                r -> r.identityStoreId(STORE).groupId(group.id().value()))
                        .displayName())
                .isEqualTo(group.displayName());
        assertThat(client.describeUser(r -> r.identityStoreId(STORE).userId(user))
                        .userName())
                .isEqualTo("user0");
    }

    @Test
    void temporaryKeyWorksUntilItExpires() {
        try (IdentitystoreClient temporary = AwsSdk.open(sandbox.endpoint(), Sandbox.TEMPORARY_KEY)) {
            assertThat(AwsSdk.groups(temporary, STORE)).hasSize(50);
            sandbox.faults().sessionTokensExpired(true);

            assertThat(refused(temporary)).isEqualTo("ExpiredTokenException");
        }
    }

    @Test
    void wrongSignatureAndUnknownKeyAreRefused() {
        AccessKey forged = new AccessKey(Sandbox.LONG_LIVED_KEY.id(), "not the secret", null);
        AccessKey unknown = new AccessKey("AKIANOBODY", "secret", null);
        try (IdentitystoreClient forger = AwsSdk.open(sandbox.endpoint(), forged);
                IdentitystoreClient nobody = AwsSdk.open(sandbox.endpoint(), unknown)) {
            assertThat(refused(forger)).isEqualTo("InvalidSignatureException");
            assertThat(refused(nobody)).isEqualTo("UnrecognizedClientException");
        }
    }

    @Test
    void skewedClockIsRefused() {
        sandbox.faults().clockSkew(Duration.ofMinutes(16));

        assertThat(refused(client)).isEqualTo("InvalidSignatureException");
    }

    private static String refused(IdentitystoreClient client) {
        IdentitystoreException refusal = catchThrowableOfType(
                IdentitystoreException.class, () -> client.listGroups(r -> r.identityStoreId(STORE)));
        assertThat(refusal.requestId()).isNotBlank();
        assertThat(refusal.statusCode()).isEqualTo(400);
        return refusal.awsErrorDetails().errorCode();
    }

    @Test
    void limitsAndMarkersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> client.listGroups(r -> r.identityStoreId(STORE).maxResults(101)))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> client.listGroups(r -> r.identityStoreId(STORE).nextToken("made up")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void unknownStoreAndUnknownGroupAreToldApart() {
        GroupId group = truth.groups().get(0).id();
        truth.removeGroup(group);

        assertThat(catchThrowableOfType(
                                ResourceNotFoundException.class,
                                () -> client.listGroups(r -> r.identityStoreId("d-0000000000")))
                        .resourceTypeAsString())
                .isEqualTo("IDENTITY_STORE");
        assertThat(catchThrowableOfType(
                                ResourceNotFoundException.class,
                                () -> client.describeGroup(
                                        r -> r.identityStoreId(STORE).groupId(group.value())))
                        .resourceTypeAsString())
                .isEqualTo("GROUP");
    }

    @Test
    void expiredMarkerIsRefused() {
        String marker =
                client.listGroups(r -> r.identityStoreId(STORE).maxResults(5)).nextToken();
        sandbox.expireMarkers();

        assertThatThrownBy(() -> client.listGroups(r -> r.identityStoreId(STORE).nextToken(marker)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void requestsAboveTheRateLimitAreThrottled() {
        sandbox.faults().rateLimit(new RateLimit(0.001, 2)).retryAfter(Duration.ofSeconds(7));

        IntStream.range(0, 2).forEach(i -> client.listGroups(r -> r.identityStoreId(STORE)));
        ThrottlingException refusal =
                catchThrowableOfType(ThrottlingException.class, () -> client.listGroups(r -> r.identityStoreId(STORE)));

        assertThat(refusal.retryAfterSeconds()).isEqualTo(7);
        assertThat(sandbox.requests().throttled()).isEqualTo(1);
        assertThat(sandbox.requests().served()).isEqualTo(2);
        assertThat(sandbox.requests().total()).isEqualTo(3);
    }

    @Test
    void deniedOperationAndDeniedGroupAreRefused() {
        GroupId group = truth.groups().get(3).id();
        sandbox.faults().denyOperation("ListUsers").denyGroup(group).denialReason("KMS_ACCESS_DENIED");

        assertThatThrownBy(() -> client.listUsers(r -> r.identityStoreId(STORE)))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(catchThrowableOfType(
                                AccessDeniedException.class,
                                () -> client.listGroupMemberships(
                                        r -> r.identityStoreId(STORE).groupId(group.value())))
                        .reasonAsString())
                .isEqualTo("KMS_ACCESS_DENIED");
        assertThat(AwsSdk.groups(client, STORE)).hasSize(50);
    }

    @Test
    void groupCanVanishOnceItIsListed() {
        GroupId group = truth.groups().get(3).id();
        sandbox.faults().vanishGroup(group);

        assertThat(AwsSdk.groups(client, STORE)).extracting(Group::id).contains(group);
        assertThatThrownBy(() -> AwsSdk.memberships(client, STORE, group))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void listingCanBeEndless() {
        Group largest = truth.groups().stream()
                .filter(group -> truth.memberships(group.id()).size() == 250)
                .findFirst()
                .orElseThrow();
        sandbox.faults().loopGroup(largest.id());
        String first = next(largest.id(), null);

        assertThat(next(largest.id(), first)).isEqualTo(first);
    }

    private String next(GroupId group, @Nullable String marker) {
        return client.listGroupMemberships(
                        r -> r.identityStoreId(STORE).groupId(group.value()).nextToken(marker))
                .nextToken();
    }

    @Test
    void emptyPagesAndRepeatedRowsLoseNothing() {
        sandbox.faults().seed(3).share(Fault.EMPTY_PAGE, 0.3).share(Fault.REPEATED_ROW, 0.5);

        assertThat(AwsSdk.groups(client, STORE)).hasSizeGreaterThan(50).containsAll(truth.groups());
    }
}
