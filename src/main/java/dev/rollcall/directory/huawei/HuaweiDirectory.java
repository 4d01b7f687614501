package dev.rollcall.directory.huawei;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One identity store of Huawei's; each call sends one HTTP request. */
final class HuaweiDirectory implements Directory {
    private final HuaweiConnection connection;
    private final HuaweiGroupLookup lookup;
    private final String store;
    private final int pageSize;

    /** @param connection closed with the directory */
    HuaweiDirectory(HuaweiConnection connection, String identityStoreId, int pageSize) {
        this.connection = connection;
        this.store = "/v1/identity-stores/" + identityStoreId;
        this.lookup = new HuaweiGroupLookup(connection, store);
        this.pageSize = pageSize;
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        ApiRequest request = new ApiRequest("ListGroups", null, from);
        ApiResponse response = connection.get(request, store + "/groups", page(from));
        return request.read(response, body -> HuaweiRecords.page(body, "groups", HuaweiRecords::group));
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        return lookup.describe(ids);
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        Map<String, String> page = page(from);
        page.put("group_id", group.value());
        ApiRequest request = new ApiRequest("ListGroupMemberships", group, from);
        ApiResponse response = connection.get(request, store + "/group-memberships", page);
        return request.read(
                response,
                body -> HuaweiRecords.page(body, "group_memberships", item -> HuaweiRecords.membership(group, item)));
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        ApiRequest request = new ApiRequest("ListUsers", null, from);
        ApiResponse response = connection.get(request, store + "/users", page(from));
        return request.read(response, body -> HuaweiRecords.page(body, "users", HuaweiRecords::user));
    }

    private Map<String, String> page(@Nullable Marker from) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(pageSize));
        if (from != null) {
            query.put("marker", from.value());
        }
        return query;
    }

    @Override
    public void close() {
        connection.close();
    }
}
