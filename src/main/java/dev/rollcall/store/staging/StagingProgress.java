package dev.rollcall.store.staging;

/**
 * How far an open snapshot is.
 *
 * @param groups listed so far
 * @param groupsRead whose memberships are read to the end, in gap or gone
 */
public record StagingProgress(long groups, long groupsRead) {}
