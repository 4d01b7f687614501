package dev.rollcall.directory.wire;

import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider, as errors name it.
 *
 * @param operation the provider's name for it: {@code ListGroupMemberships}
 * @param group the group that it is about; null for a listing of groups or users
 * @param marker null for a first page
 */
public record ApiRequest(
        String operation, @Nullable GroupId group, @Nullable Marker marker) {
    /** A failure to which no response belongs. */
    public Failure failure(String message) {
        return failure(0, null, message, null);
    }

    public Failure failure(int status, @Nullable String code, String message, @Nullable String requestId) {
        return new Failure(operation, group, status, code, message, requestId);
    }

    /**
     * Reads a successful response.
     *
     * @throws MalformedResponse where {@code reader} throws {@link MalformedBodyException}
     */
    public <T> T read(ApiResponse response, Function<byte[], T> reader) {
        try {
            return reader.apply(response.body());
        } catch (MalformedBodyException malformed) {
            throw new MalformedResponse(
                    failure(response.status(), null, malformed.getMessage(), response.requestId()), null);
        }
    }
}
