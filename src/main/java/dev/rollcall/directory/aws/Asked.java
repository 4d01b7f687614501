package dev.rollcall.directory.aws;

import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks.
 *
 * @param group null for a listing of groups or users
 * @param marker null for a first page
 */
record Asked(
        String operation, @Nullable GroupId group, @Nullable Marker marker) {}
