package dev.rollcall.sandbox;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider's wire protocol. Every method may throw a {@link RefusedRequest}. */
interface Dialect {
    /** The operation for the log, also of a request that is refused. */
    String operation(ServerRequest request);

    /** Refuses a request that is not signed with a known key. */
    void authenticate(ServerRequest request);

    /** Reads and checks the parameters of a request. */
    ApiCall read(ServerRequest request);

    ServerResponse refuse(RefusedRequest refusal, Faults faults, String requestId);

    ServerResponse groups(String store, List<Group> rows, @Nullable String next, String requestId);

    ServerResponse memberships(String store, List<Membership> rows, @Nullable String next, String requestId);

    ServerResponse users(String store, List<User> rows, @Nullable String next, String requestId);

    ServerResponse group(String store, Group group, String requestId);

    ServerResponse described(String store, List<Group> groups, boolean bareArray, String requestId);

    ServerResponse user(String store, User user, String requestId);
}
