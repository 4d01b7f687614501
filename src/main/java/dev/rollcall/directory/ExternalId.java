package dev.rollcall.directory;

import org.jspecify.annotations.Nullable;

/**
 * The id by which another identity provider knows a group or a user.
 *
 * @param issuer null where the provider names none (Huawei's single {@code external_id})
 */
public record ExternalId(@Nullable String issuer, String id) {}
