package dev.rollcall.sandbox;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;

/** The real SDK of AWS against a sandbox, and its model in Rollcall's records. */
final class AwsSdk {
    private AwsSdk() {}

    static IdentitystoreClient open(URI endpoint, AccessKey key) {
        AwsCredentials credentials = key.sessionToken() == null
                ? AwsBasicCredentials.create(key.id(), key.secret())
                : AwsSessionCredentials.create(key.id(), key.secret(), key.sessionToken());
        return IdentitystoreClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(endpoint)
                .httpClientBuilder(Apache5HttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    static List<Group> groups(IdentitystoreClient client, String store) {
        return client.listGroupsPaginator(r -> r.identityStoreId(store).maxResults(7)).stream()
                .flatMap(page -> page.groups().stream())
                .map(AwsSdk::group)
                .toList();
    }

    private static Group group(software.amazon.awssdk.services.identitystore.model.Group group) {
        return new Group(
                new GroupId(group.groupId()),
                group.displayName(),
                group.description(),
                externalIds(group.externalIds()),
                group.createdAt(),
                group.createdBy(),
                group.updatedAt(),
                group.updatedBy());
    }

    static List<Membership> memberships(IdentitystoreClient client, String store, GroupId group) {
        return client
                .listGroupMembershipsPaginator(
                        r -> r.identityStoreId(store).groupId(group.value()).maxResults(9))
                .stream()
                .flatMap(page -> page.groupMemberships().stream())
                .map(row -> new Membership(
                        new GroupId(row.groupId()),
                        new Member.User(row.memberId().userId()),
                        row.membershipId(),
                        row.createdAt(),
                        row.createdBy()))
                .toList();
    }

    static List<User> users(IdentitystoreClient client, String store) {
        return client.listUsersPaginator(r -> r.identityStoreId(store)).stream()
                .flatMap(page -> page.users().stream())
                .map(AwsSdk::user)
                .toList();
    }

    private static User user(software.amazon.awssdk.services.identitystore.model.User user) {
        return new User(
                user.userId(),
                user.userName(),
                user.displayName(),
                email(user.emails()),
                User.Status.valueOf(user.userStatusAsString()),
                externalIds(user.externalIds()),
                user.createdAt(),
                user.createdBy(),
                user.updatedAt(),
                user.updatedBy());
    }

    private static @Nullable String email(List<software.amazon.awssdk.services.identitystore.model.Email> emails) {
        return emails.stream()
                .filter(email -> email.primary())
                .findFirst()
                .or(() -> emails.stream().findFirst())
                .map(email -> email.value())
                .orElse(null);
    }

    private static List<ExternalId> externalIds(
            List<software.amazon.awssdk.services.identitystore.model.ExternalId> ids) {
        return ids.stream().map(id -> new ExternalId(id.issuer(), id.id())).toList();
    }
}
