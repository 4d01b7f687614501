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
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One identity store of Huawei's. */
final class HuaweiDirectory implements Directory {
    private final Connection connection;
    private final GroupLookup lookup;
    private final String identityStoreId;
    private final int pageSize;

    HuaweiDirectory(Connection connection, String identityStoreId, int pageSize) {
        this.connection = connection;
        this.lookup = new GroupLookup(connection, identityStoreId);
        this.identityStoreId = identityStoreId;
        this.pageSize = pageSize;
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        Asked asked = new Asked("ListGroups", null, from != null);
        ListGroupsRequest request =
                new ListGroupsRequest().withIdentityStoreId(identityStoreId).withLimit(pageSize);
        if (from != null) {
            request.setMarker(from.value());
        }
        Answer answer = connection.ask(asked, client -> client.listGroups(request));
        return page(Row.of(asked, answer), "groups", Rows::group);
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        return lookup.describe(ids);
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        Asked asked = new Asked("ListGroupMemberships", group, from != null);
        ListGroupMembershipsRequest request = new ListGroupMembershipsRequest()
                .withIdentityStoreId(identityStoreId)
                .withGroupId(group.value())
                .withLimit(pageSize);
        if (from != null) {
            request.setMarker(from.value());
        }
        Answer answer = connection.ask(asked, client -> client.listGroupMemberships(request));
        return page(Row.of(asked, answer), "group_memberships", row -> Rows.membership(row, group));
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        Asked asked = new Asked("ListUsers", null, from != null);
        ListUsersRequest request =
                new ListUsersRequest().withIdentityStoreId(identityStoreId).withLimit(pageSize);
        if (from != null) {
            request.setMarker(from.value());
        }
        Answer answer = connection.ask(asked, client -> client.listUsers(request));
        return page(Row.of(asked, answer), "users", Rows::user);
    }

    private static <T> Page<T> page(Row answer, String name, Function<Row, T> record) {
        return new Page<>(answer.mandatoryRows(name).stream().map(record).toList(), answer.next());
    }

    @Override
    public void close() {
        connection.close();
    }
}
