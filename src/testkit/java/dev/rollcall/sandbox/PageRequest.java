package dev.rollcall.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * The parts by which the log tells requests apart.
 *
 * @param store empty when the request was refused before it was read
 * @param subject the group or user it is about; null for listings of all
 * @param marker null for the first page
 */
public record PageRequest(
        String store,
        String operation,
        @Nullable String subject,
        @Nullable String marker) {
    static PageRequest of(ApiCall call) {
        return new PageRequest(call.store(), call.operation(), call.subject(), call.marker());
    }
}
