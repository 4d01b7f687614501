package dev.rollcall.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operation of a request and its parameters, in terms that both providers share.
 *
 * @param operation ListGroups, DescribeGroup, DescribeGroups, ListGroupMemberships, ListUsers or DescribeUser
 * @param subject the id of the group or the user it is about; null for listings of all
 * @param ids what DescribeGroups asks for
 */
record ApiCall(
        String operation,
        String store,
        @Nullable String subject,
        @Nullable String marker,
        int limit,
        List<String> ids) {
    ApiCall {
        ids = List.copyOf(ids);
    }

    String subjectOrRefuse() {
        if (subject == null || subject.isEmpty()) {
            throw new RefusedRequest(RefusedRequest.Kind.INVALID, "an id is missing");
        }
        return subject;
    }

    /** The group that the call is about; null where it is about none. */
    @Nullable
    String group() {
        return operation.equals("DescribeUser") ? null : subject;
    }
}
