package dev.rollcall.directory.huawei;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.InvalidRequest;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.GroupByGroup;
import dev.rollcall.directory.wire.MalformedBodyException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up groups by id: by batch-query, or group by group once batch-query was refused or unknown, as it is to all but
 * the management account and delegated administrators. A single id is never looked up by batch-query, which refuses an
 * id that it does not know.
 */
final class HuaweiGroupLookup {
    /** Huawei documents no greatest number of ids; this is half of its greatest page. */
    static final int BATCH = 50;

    private static final Logger LOG = LoggerFactory.getLogger(HuaweiGroupLookup.class);

    /** Ids that may stand in a path, which is not escaped. */
    private static final Pattern PLAIN_ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]+");

    private static final Set<Integer> REFUSED = Set.of(403, 404, 405);

    private final HuaweiConnection connection;
    private final String store;
    private volatile boolean groupByGroup;

    /** @param store the path of the identity store */
    HuaweiGroupLookup(HuaweiConnection connection, String store) {
        this.connection = connection;
        this.store = store;
    }

    DescribedGroups describe(List<GroupId> ids) {
        if (groupByGroup || ids.size() == 1) {
            return GroupByGroup.describeFirst(ids, this::describeGroup);
        }
        try {
            return describeBatch(ids);
        } catch (DirectoryException e) {
            if (!isBatchRefused(e)) {
                throw e;
            }
            return giveUpBatches(ids, String.valueOf(e.getMessage()));
        }
    }

    /** Whether the operation itself is refused or unknown, by Huawei or a gateway, and neither keys nor store are. */
    private static boolean isBatchRefused(DirectoryException refusal) {
        if (refusal instanceof Denied denied && denied.wholeSource()) {
            return false;
        }
        if (refusal instanceof NotFound unknown
                && HuaweiErrorResponse.blamesStore(unknown.failure().message())) {
            return false;
        }
        return REFUSED.contains(refusal.failure().status());
    }

    /** Returns all ids as left over: this call's one request is spent. */
    private synchronized DescribedGroups giveUpBatches(List<GroupId> ids, String refusal) {
        if (!groupByGroup) {
            groupByGroup = true;
            LOG.warn("Groups are looked up one by one from now on, because batch-query is refused: {}", refusal);
        }
        return new DescribedGroups(List.of(), List.of(), ids);
    }

    private DescribedGroups describeBatch(List<GroupId> ids) {
        Set<GroupId> asked = new LinkedHashSet<>(ids.subList(0, Math.min(BATCH, ids.size())));
        ApiRequest request = new ApiRequest("DescribeGroups", null, null);
        ApiResponse response = connection.post(request, store + "/groups/batch-query", HuaweiRecords.query(asked));
        Map<GroupId, Group> found = new LinkedHashMap<>();
        for (Group group : request.read(response, HuaweiRecords::groups)) {
            if (asked.contains(group.id())) {
                found.put(group.id(), group);
            }
        }
        List<GroupId> missing =
                asked.stream().filter(id -> !found.containsKey(id)).toList();
        return new DescribedGroups(List.copyOf(found.values()), missing, ids.subList(asked.size(), ids.size()));
    }

    private Group describeGroup(GroupId id) {
        ApiRequest request = new ApiRequest("DescribeGroup", id, null);
        if (!PLAIN_ID.matcher(id.value()).matches()) {
            throw new InvalidRequest(request.failure("no group id of this provider looks like that"), null);
        }
        ApiResponse response = connection.get(request, store + "/groups/" + id.value(), Map.of());
        return request.read(response, body -> {
            Group group = HuaweiRecords.group(HuaweiRecords.parse(body));
            if (!group.id().equals(id)) {
                throw new MalformedBodyException("the answer is about group " + group.id());
            }
            return group;
        });
    }
}
