package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.identitycenterstore.v1.model.DescribeGroupRequest;
import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.InvalidRequest;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Looks up groups by id: by batch-query, and one by one from the first time that batch-query is refused or unknown, as
 * it is to all but the management account and delegated administrators.
 */
final class GroupLookup {
    /** Huawei documents no greatest number of ids; this is half of its greatest page. */
    static final int BATCH = 50;

    private static final Logger LOG = LoggerFactory.getLogger(GroupLookup.class);

    /** What stands in a path as it is: the SDK does not escape it. */
    private static final Pattern PLAIN_ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]+");

    private static final Set<Integer> REFUSED = Set.of(403, 404, 405);

    private final Connection connection;
    private final String identityStoreId;
    private volatile boolean oneByOne;

    GroupLookup(Connection connection, String identityStoreId) {
        this.connection = connection;
        this.identityStoreId = identityStoreId;
    }

    DescribedGroups describe(List<GroupId> ids) {
        if (oneByOne) {
            return describeFirst(ids);
        }
        try {
            return batch(ids);
        } catch (DirectoryException e) {
            if (!refusesBatches(e)) {
                throw e;
            }
            return goOneByOne(ids, String.valueOf(e.getMessage()));
        }
    }

    /** Refused or unknown as an operation, by whomever; not for the keys' sake nor the identity store's. */
    private static boolean refusesBatches(DirectoryException refusal) {
        if (refusal instanceof Denied denied && denied.wholeSource()) {
            return false;
        }
        if (refusal instanceof NotFound unknown
                && Refusals.blamesStore(unknown.failure().message())) {
            return false;
        }
        return REFUSED.contains(refusal.failure().status());
    }

    /** That request was spent on the refusal: all ids are left over. */
    private synchronized DescribedGroups goOneByOne(List<GroupId> ids, String refusal) {
        if (!oneByOne) {
            oneByOne = true;
            LOG.warn("Groups are looked up one by one from now on, because batch-query is refused: {}", refusal);
        }
        return new DescribedGroups(List.of(), List.of(), ids);
    }

    private DescribedGroups batch(List<GroupId> ids) {
        Set<GroupId> asked = new LinkedHashSet<>(ids.subList(0, Math.min(BATCH, ids.size())));
        Asked query = new Asked(BatchQuery.OPERATION, null, false);
        BatchQuery request = new BatchQuery(identityStoreId, List.copyOf(asked));
        Answer answer = connection.askCore(query, core -> core.syncInvokeHttp(request, BatchQuery.DEFINITION));
        Map<GroupId, Group> found = new LinkedHashMap<>();
        for (Row row : groups(query, answer)) {
            Group group = Rows.group(row);
            if (asked.contains(group.id())) {
                found.put(group.id(), group);
            }
        }
        List<GroupId> missing =
                asked.stream().filter(id -> !found.containsKey(id)).toList();
        return new DescribedGroups(List.copyOf(found.values()), missing, ids.subList(asked.size(), ids.size()));
    }

    /** Huawei's table of fields has an object with {@code groups}, its example a bare array. */
    private static List<Row> groups(Asked asked, Answer answer) {
        JsonNode json = Row.json(asked, answer);
        if (!json.isArray()) {
            return Row.of(asked, answer, json).mandatoryRows("groups");
        }
        List<Row> rows = new ArrayList<>();
        json.forEach(item -> rows.add(Row.of(asked, answer, item)));
        return rows;
    }

    private DescribedGroups describeFirst(List<GroupId> ids) {
        GroupId id = ids.get(0);
        List<GroupId> rest = ids.subList(1, ids.size());
        Asked asked = new Asked("DescribeGroup", id, false);
        if (!PLAIN_ID.matcher(id.value()).matches()) {
            throw new InvalidRequest(asked.failure("no group id of this provider looks like that"), null);
        }
        DescribeGroupRequest request =
                new DescribeGroupRequest().withIdentityStoreId(identityStoreId).withGroupId(id.value());
        try {
            Row row = Row.of(asked, connection.ask(asked, client -> client.describeGroup(request)));
            Group group = Rows.group(row);
            if (!group.id().equals(id)) {
                throw row.malformed("the answer is about group " + group.id());
            }
            return new DescribedGroups(List.of(group), List.of(), rest);
        } catch (NotFound e) {
            if (e.identityStore()) {
                throw e;
            }
            return new DescribedGroups(List.of(), List.of(id), rest);
        }
    }
}
