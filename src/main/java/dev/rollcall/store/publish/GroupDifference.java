package dev.rollcall.store.publish;

import org.jspecify.annotations.Nullable;

/**
 * One thing that publishing would change, as a row of the view {@code changes} would show it, or that it would make
 * known or leave out.
 *
 * @param kind as in the view, {@code group-created} to {@code user-deleted}; {@code group-known}, {@code member-known} or
 *     {@code user-known} for what a first reading finds; {@code group-unscoped} or {@code member-unscoped} for what the
 *     scope no longer names
 * @param groupId null for users
 * @param groupName null for users, and where the group has none
 * @param memberType null for a group itself
 * @param memberId null for a group itself
 * @param memberName the user's name; null where none is known
 */
public record GroupDifference(
        String kind,
        @Nullable String groupId,
        @Nullable String groupName,
        @Nullable String memberType,
        @Nullable String memberId,
        @Nullable String memberName) {}
