package dev.rollcall.directory.huawei;

import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.GroupId;
import org.jspecify.annotations.Nullable;

/**
 * One request, as errors speak of it.
 *
 * @param operation Huawei's name for it
 * @param group the group it is about, if any
 * @param marker whether it carries a marker
 */
record Asked(String operation, @Nullable GroupId group, boolean marker) {
    Failure failure(Answer answer, @Nullable String code, String message) {
        return new Failure(operation, group, answer.status(), code, message, answer.requestId());
    }

    /** Nothing was answered. */
    Failure failure(String message) {
        return new Failure(operation, group, 0, null, message, null);
    }

    MalformedResponse malformed(Answer answer, String message, @Nullable Throwable cause) {
        return new MalformedResponse(failure(answer, null, message), cause);
    }
}
