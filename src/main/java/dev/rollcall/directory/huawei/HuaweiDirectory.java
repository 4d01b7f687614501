package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.identitycenterstore.v1.model.ListGroupMembershipsRequest;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ListGroupsRequest;
import com.huaweicloud.sdk.identitycenterstore.v1.model.ListUsersRequest;
import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One identity store of Huawei's; each call sends one HTTP request. */
final class HuaweiDirectory implements Directory {
    private final HuaweiConnection connection;
    private final HuaweiGroupLookup lookup;
    private final String identityStoreId;
    private final int pageSize;

    /** @param connection closed with the directory */
    HuaweiDirectory(HuaweiConnection connection, String identityStoreId, int pageSize) {
        this.connection = connection;
        this.lookup = new HuaweiGroupLookup(connection, identityStoreId);
        this.identityStoreId = identityStoreId;
        this.pageSize = pageSize;
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        ListGroupsRequest page =
                new ListGroupsRequest().withIdentityStoreId(identityStoreId).withLimit(pageSize);
        if (from != null) {
            page.setMarker(from.value());
        }
        ApiRequest request = new ApiRequest("ListGroups", null, from);
        ApiResponse response = connection.send(request, client -> client.listGroups(page));
        return request.read(response, body -> HuaweiRecords.page(body, "groups", HuaweiRecords::group));
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        return lookup.describe(ids);
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        ListGroupMembershipsRequest page = new ListGroupMembershipsRequest()
                .withIdentityStoreId(identityStoreId)
                .withGroupId(group.value())
                .withLimit(pageSize);
        if (from != null) {
            page.setMarker(from.value());
        }
        ApiRequest request = new ApiRequest("ListGroupMemberships", group, from);
        ApiResponse response = connection.send(request, client -> client.listGroupMemberships(page));
        return request.read(
                response,
                body -> HuaweiRecords.page(body, "group_memberships", item -> HuaweiRecords.membership(group, item)));
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        ListUsersRequest page =
                new ListUsersRequest().withIdentityStoreId(identityStoreId).withLimit(pageSize);
        if (from != null) {
            page.setMarker(from.value());
        }
        ApiRequest request = new ApiRequest("ListUsers", null, from);
        ApiResponse response = connection.send(request, client -> client.listUsers(page));
        return request.read(response, body -> HuaweiRecords.page(body, "users", HuaweiRecords::user));
    }

    @Override
    public void close() {
        connection.close();
    }
}
