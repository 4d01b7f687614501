package dev.rollcall.sandbox;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.identitycenterstore.v1.IdentityCenterStoreClient;
import com.huaweicloud.sdk.identitycenterstore.v1.model.EmailDto;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ExternalIdDto;
import com.huaweicloud.sdk.identitycenterstore.v1.model.GroupDto;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ListGroupMembershipsRequest;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ListGroupsRequest;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ListUsersRequest;
import com.huaweicloud.sdk.identitycenterstore.v1.model.PageInfoDto;
import com.huaweicloud.sdk.identitycenterstore.v1.model.UserDto;
import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The real SDK of Huawei Cloud against a sandbox, and its model in Rollcall's records. */
final class HuaweiSdk {
    private HuaweiSdk() {}

    static IdentityCenterStoreClient open(URI endpoint, AccessKey key) {
        return IdentityCenterStoreClient.newBuilder()
                .withCredential(credentials(key))
                .withEndpoints(List.of(endpoint.toString()))
                .build();
    }

    static BasicCredentials credentials(AccessKey key) {
        BasicCredentials credentials =
                new BasicCredentials().withAk(key.id()).withSk(key.secret()).withProjectId("none");
        return key.sessionToken() == null ? credentials : credentials.withSecurityToken(key.sessionToken());
    }

    private record Answer<T>(List<T> rows, PageInfoDto info) {}

    private static <T, R> List<R> all(Function<@Nullable String, Answer<T>> page, Function<T, R> record) {
        List<R> rows = new ArrayList<>();
        String marker = null;
        do {
            Answer<T> answer = page.apply(marker);
            answer.rows.stream().map(record).forEach(rows::add);
            marker = answer.info.getNextMarker();
        } while (marker != null);
        return rows;
    }

    static List<Group> groups(IdentityCenterStoreClient client, String store) {
        return all(
                marker -> {
                    var page = client.listGroups(new ListGroupsRequest()
                            .withIdentityStoreId(store)
                            .withLimit(7)
                            .withMarker(marker));
                    return new Answer<>(page.getGroups(), page.getPageInfo());
                },
                HuaweiSdk::group);
    }

    static List<Membership> memberships(IdentityCenterStoreClient client, String store, GroupId group) {
        return all(
                marker -> {
                    var page = client.listGroupMemberships(new ListGroupMembershipsRequest()
                            .withIdentityStoreId(store)
                            .withGroupId(group.value())
                            .withMarker(marker));
                    return new Answer<>(page.getGroupMemberships(), page.getPageInfo());
                },
                row -> new Membership(
                        new GroupId(row.getGroupId()),
                        new Member.User(row.getMemberId().getUserId()),
                        row.getMembershipId(),
                        null,
                        null));
    }

    static List<User> users(IdentityCenterStoreClient client, String store) {
        return all(
                marker -> {
                    var page = client.listUsers(
                            new ListUsersRequest().withIdentityStoreId(store).withMarker(marker));
                    return new Answer<>(page.getUsers(), page.getPageInfo());
                },
                HuaweiSdk::user);
    }

    private static Group group(GroupDto group) {
        return new Group(
                new GroupId(group.getGroupId()),
                group.getDisplayName(),
                group.getDescription(),
                externalIds(group.getExternalId(), group.getExternalIds()),
                Instant.ofEpochMilli(group.getCreatedAt()),
                group.getCreatedBy(),
                time(group.getUpdatedAt()),
                group.getUpdatedBy());
    }

    private static User user(UserDto user) {
        return new User(
                user.getUserId(),
                user.getUserName(),
                user.getDisplayName(),
                email(user.getEmails()),
                user.getEnabled() ? User.Status.ENABLED : User.Status.DISABLED,
                externalIds(user.getExternalId(), user.getExternalIds()),
                Instant.ofEpochMilli(user.getCreatedAt()),
                user.getCreatedBy(),
                time(user.getUpdatedAt()),
                user.getUpdatedBy());
    }

    private static @Nullable Instant time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable String email(List<EmailDto> emails) {
        return emails.stream()
                .filter(EmailDto::getPrimary)
                .findFirst()
                .or(() -> emails.stream().findFirst())
                .map(EmailDto::getValue)
                .orElse(null);
    }

    private static List<ExternalId> externalIds(@Nullable String single, @Nullable List<ExternalIdDto> several) {
        List<ExternalId> ids = new ArrayList<>();
        if (single != null) {
            ids.add(new ExternalId(null, single));
        }
        if (several != null) {
            several.forEach(id -> ids.add(new ExternalId(id.getIssuer(), id.getId())));
        }
        return ids;
    }
}
