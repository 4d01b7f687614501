package dev.rollcall.answer.export;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes into one file: a view's or function's rows of one source, in an order that is the same each time, so that
 * the same state gives the same file.
 *
 * @param name of the file, without its ending
 * @param sql a statement whose columns are those of the view or function
 * @param parameters its values by name
 * @param neverNull names of columns without nulls
 */
public record Dataset(String name, String sql, Map<String, Object> parameters, Set<String> neverNull) {
    private static final Set<String> OF_GROUPS = Set.of("source", "group_id", "external_ids", "valid_from");
    private static final Set<String> OF_GROUP_PERIODS =
            Set.of("source", "group_id", "external_ids", "valid_from", "begins", "members_read");
    private static final Set<String> OF_MEMBERSHIPS =
            Set.of("source", "group_id", "member_type", "member_id", "membership_id", "valid_from", "begins");
    private static final Set<String> OF_USERS = Set.of("source", "user_id", "external_ids", "valid_from", "begins");
    private static final Set<String> OF_CHANGES = Set.of("source", "snapshot_id", "changed_at", "kind");

    public Dataset {
        parameters = Map.copyOf(parameters);
        neverNull = Set.copyOf(neverNull);
    }

    /** What is published now. */
    public static List<Dataset> now(String source) {
        return List.of(
                new Dataset(
                        "groups",
                        "SELECT * FROM directory.groups WHERE source = :source ORDER BY group_id COLLATE \"C\"",
                        Map.of("source", source),
                        OF_GROUPS),
                new Dataset(
                        "memberships",
                        "SELECT * FROM directory.memberships WHERE source = :source"
                                + " ORDER BY group_id COLLATE \"C\", member_type COLLATE \"C\", member_id COLLATE \"C\"",
                        Map.of("source", source),
                        OF_MEMBERSHIPS),
                new Dataset(
                        "users",
                        "SELECT * FROM directory.users WHERE source = :source ORDER BY user_id COLLATE \"C\"",
                        Map.of("source", source),
                        OF_USERS));
    }

    /** What was published at a time. */
    public static List<Dataset> asOf(String source, Instant at) {
        Map<String, Object> parameters = Map.of("source", source, "at", at.atOffset(ZoneOffset.UTC));
        return List.of(
                new Dataset(
                        "groups",
                        "SELECT * FROM directory.groups_as_of(:at) WHERE source = :source ORDER BY group_id",
                        parameters,
                        OF_GROUPS),
                new Dataset(
                        "memberships",
                        "SELECT * FROM directory.memberships_as_of(:at) WHERE source = :source"
                                + " ORDER BY group_id, member_type, member_id",
                        parameters,
                        OF_MEMBERSHIPS),
                new Dataset(
                        "users",
                        "SELECT * FROM directory.users_as_of(:at) WHERE source = :source ORDER BY user_id",
                        parameters,
                        OF_USERS));
    }

    /** Every period ever published. */
    public static List<Dataset> history(String source) {
        return List.of(
                new Dataset(
                        "groups",
                        "SELECT * FROM directory.group_periods WHERE source = :source ORDER BY group_id COLLATE \"C\", valid_from",
                        Map.of("source", source),
                        OF_GROUP_PERIODS),
                new Dataset(
                        "memberships",
                        "SELECT * FROM directory.membership_periods WHERE source = :source"
                                + " ORDER BY group_id COLLATE \"C\", member_type COLLATE \"C\", member_id COLLATE \"C\","
                                + " valid_from",
                        Map.of("source", source),
                        OF_MEMBERSHIPS),
                new Dataset(
                        "users",
                        "SELECT * FROM directory.user_periods WHERE source = :source ORDER BY user_id COLLATE \"C\", valid_from",
                        Map.of("source", source),
                        OF_USERS));
    }

    /**
     * What changed in a span.
     *
     * @param from first time that counts; null for the first of all
     * @param to first time that no longer counts; null for none
     */
    public static Dataset changes(String source, @Nullable Instant from, @Nullable Instant to) {
        return new Dataset(
                "changes",
                "SELECT * FROM directory.changes WHERE source = :source AND changed_at >= :from AND changed_at < :to"
                        + " ORDER BY changed_at, group_id COLLATE \"C\", member_type COLLATE \"C\","
                        + " member_id COLLATE \"C\", kind DESC",
                // The driver sends the greatest and the least as PostgreSQL's infinities.
                Map.of(
                        "source",
                        source,
                        "from",
                        from == null ? OffsetDateTime.MIN : from.atOffset(ZoneOffset.UTC),
                        "to",
                        to == null ? OffsetDateTime.MAX : to.atOffset(ZoneOffset.UTC)),
                OF_CHANGES);
    }
}
