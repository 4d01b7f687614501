package dev.rollcall.sandbox;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider's wire protocol. Every method may throw a {@link Refusal}. */
interface Dialect {
    /** The operation, for the log; also of a request that is refused. */
    String operation(HttpCall call);

    /** Refuses a request whose signature is not that of a key that is known. */
    void authenticate(HttpCall call);

    Question question(HttpCall call);

    HttpAnswer refuse(Refusal refusal, Faults faults, String requestId);

    HttpAnswer groups(String store, List<Group> rows, @Nullable String next, String requestId);

    HttpAnswer memberships(String store, List<Membership> rows, @Nullable String next, String requestId);

    HttpAnswer users(String store, List<User> rows, @Nullable String next, String requestId);

    HttpAnswer group(String store, Group group, String requestId);

    HttpAnswer described(String store, List<Group> groups, boolean bareArray, String requestId);

    HttpAnswer user(String store, User user, String requestId);
}
