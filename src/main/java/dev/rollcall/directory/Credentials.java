package dev.rollcall.directory;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a source's credentials come from; all null means the vendor SDK's own chain. Holds no secret.
 *
 * @param profile AWS: a profile of the shared configuration; Huawei: a section of its credentials file
 * @param roleArn AWS: the role assumed through STS
 * @param externalId AWS: sent when the role is assumed
 * @param roleSessionName AWS: the name of the role's session; null for AWS_ROLE_SESSION_NAME, else {@code rollcall}
 * @param projectId Huawei
 * @param accessKeyFile file that holds the access key, read again when it changes; given exactly when {@code
 *     secretKeyFile} is
 * @param secretKeyFile file that holds the secret key
 * @param securityTokenFile file that holds the session's security token; null for long-lived keys
 */
public record Credentials(
        @Nullable String profile,
        @Nullable String roleArn,
        @Nullable String externalId,
        @Nullable String roleSessionName,
        @Nullable String projectId,
        @Nullable Path accessKeyFile,
        @Nullable Path secretKeyFile,
        @Nullable Path securityTokenFile) {
    /** The vendor SDK's own chain. */
    public static final Credentials DEFAULT = new Credentials(null, null, null, null, null, null, null, null);
}
