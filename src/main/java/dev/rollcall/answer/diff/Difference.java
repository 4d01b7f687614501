package dev.rollcall.answer.diff;

import org.jspecify.annotations.Nullable;

/**
 * One thing that differs between two times.
 *
 * @param kind {@code group-}, {@code member-} or {@code user-}, and: {@code created}, {@code changed}, {@code deleted},
 *     {@code joined}, {@code left}, {@code known} for what a first reading found, {@code unscoped} for what the scope no
 *     longer names
 * @param groupId null for users
 * @param groupName the last in between; null for users, and where the group has none
 * @param memberType null for a group itself
 * @param memberId null for a group itself
 * @param userName the last in between; null for a group itself, and where none is known
 * @param memberName likewise
 * @param before the attributes then, as JSON; null when it wasn't there
 * @param after likewise
 */
public record Difference(
        String kind,
        @Nullable String groupId,
        @Nullable String groupName,
        @Nullable String memberType,
        @Nullable String memberId,
        @Nullable String userName,
        @Nullable String memberName,
        @Nullable String before,
        @Nullable String after) {}
