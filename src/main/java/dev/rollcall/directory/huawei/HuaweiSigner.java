package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ConnectionException;
import com.huaweicloud.sdk.core.exception.RequestTimeoutException;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.exception.ServerResponseException;
import com.huaweicloud.sdk.core.http.HttpClient;
import com.huaweicloud.sdk.core.http.HttpRequest;
import dev.rollcall.directory.wire.CredentialsException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs every request with the current keys. One request at a time: {@link BasicCredentials} renews itself where its keys
 * are temporary, and is not safe for use by several threads.
 */
final class HuaweiSigner {
    private final Supplier<BasicCredentials> keys;
    private final @Nullable String projectId;
    private String accessKey = "";
    private String secretKey = "";
    private @Nullable String securityToken;
    private int changes;

    /**
     * @param keys called before every request, by one thread at a time
     * @param projectId of all keys; null when there is none
     */
    HuaweiSigner(Supplier<BasicCredentials> keys, @Nullable String projectId) {
        this.keys = keys;
        this.projectId = projectId;
    }

    /** @param client for keys that a service hands out */
    synchronized HttpRequest sign(HttpRequest request, HttpClient client) {
        BasicCredentials now = keys.get();
        if (projectId != null) {
            now.setProjectId(projectId);
        }
        try {
            HttpRequest signed = now.syncProcessAuthRequest(request, client);
            remember(now);
            return signed;
        } catch (SdkException e) {
            throw new CredentialsException("no credentials: " + e.getMessage(), isTemporary(e), e);
        }
    }

    /** How often the keys changed, as of the last request or {@link #reload}. */
    synchronized int changes() {
        return changes;
    }

    /** Reads the keys; {@link #changes} tells whether they changed. */
    synchronized void reload() {
        remember(keys.get());
    }

    /** The provider's text, which may quote what it was sent, without the keys. */
    synchronized String withoutSecrets(String text) {
        String clean = secretKey.isEmpty() ? text : text.replace(secretKey, "***");
        return securityToken == null || securityToken.isEmpty() ? clean : clean.replace(securityToken, "***");
    }

    private void remember(BasicCredentials now) {
        String access = Objects.requireNonNullElse(now.getAk(), "");
        String secret = Objects.requireNonNullElse(now.getSk(), "");
        boolean same = access.equals(accessKey)
                && secret.equals(secretKey)
                && Objects.equals(now.getSecurityToken(), securityToken);
        if (!same) {
            accessKey = access;
            secretKey = secret;
            securityToken = now.getSecurityToken();
            changes++;
        }
    }

    /** Services that hand out keys are reached over the network; files that are gone stay gone. */
    private static boolean isTemporary(SdkException failure) {
        return failure instanceof ConnectionException
                || failure instanceof RequestTimeoutException
                || failure instanceof ServerResponseException
                || (failure.getCause() instanceof IOException io && !(io instanceof FileSystemException));
    }
}
