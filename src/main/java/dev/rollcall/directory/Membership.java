package dev.rollcall.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One member of one group.
 *
 * @param membershipId changes when a member leaves and joins again
 * @param createdAt AWS's {@code CreatedAt}, in UTC; null at Huawei, which gives none
 * @param createdBy AWS's {@code CreatedBy}; null at Huawei
 */
public record Membership(
        GroupId group,
        Member member,
        String membershipId,
        @Nullable Instant createdAt,
        @Nullable String createdBy) {}
