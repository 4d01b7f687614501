package dev.rollcall.store.publish;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a link tells of, and the names of its facts in their order: {@code docs/evidence.md} explains each. */
public enum LinkKind {
    PUBLISHED("snapshot_id baseline scope with_users rollcall_version read_from read_to runs requests retries throttles"
            + " sampled_groups drifted_groups groups memberships users groups_created groups_changed groups_deleted"
            + " members_joined members_left users_created users_changed users_deleted consented_at consented_by gaps"
            + " gaps_digest groups_opened groups_opened_digest groups_closed groups_closed_digest memberships_opened"
            + " memberships_opened_digest memberships_closed memberships_closed_digest users_opened users_opened_digest"
            + " users_closed users_closed_digest"),
    RETIRED("groups_closed groups_closed_digest memberships_closed memberships_closed_digest users_closed"
            + " users_closed_digest"),
    RENAMED(""),
    FORGOTTEN("user_id who rows principals"),
    PRUNED("horizon who groups_removed memberships_removed users_removed groups_left groups_left_digest"
            + " memberships_left memberships_left_digest users_left users_left_digest");

    /** What the facts of every kind begin with. */
    private static final String HEAD = "form seq kind provider identity_store_id at ";

    private final String own;

    LinkKind(String own) {
        this.own = own;
    }

    /** The names of the facts, in their order. */
    public List<String> facts() {
        return Arrays.stream((HEAD + own).split(" ")).toList();
    }

    /** The kind of that name; empty when there is none. */
    public static Optional<LinkKind> of(String name) {
        return Stream.of(values()).filter(kind -> kind.toString().equals(name)).findFirst();
    }

    /** Its name in the chain. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
