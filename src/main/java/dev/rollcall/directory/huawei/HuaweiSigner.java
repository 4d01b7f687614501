package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ConnectionException;
import com.huaweicloud.sdk.core.exception.RequestTimeoutException;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.exception.ServerResponseException;
import com.huaweicloud.sdk.core.http.HttpClient;
import com.huaweicloud.sdk.core.http.HttpRequest;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.KeyChanges;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs every request with the current keys. One request at a time: {@link BasicCredentials} renews itself where its keys
 * are temporary, and is not safe for use by several threads.
 */
final class HuaweiSigner {
    private final KeyChanges changes = new KeyChanges();
    private final Supplier<BasicCredentials> keys;
    private final @Nullable String projectId;
    private String accessKey = "";
    private String secretKey = "";
    private @Nullable String securityToken;

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
            Object unused = remember(now);
            return signed;
        } catch (SdkException e) {
            throw new CredentialsException("no credentials: " + e.getMessage(), isTemporary(e), e);
        }
    }

    /** A refusal as it came, or what it is where the keys have just changed. */
    DirectoryException judge(ApiRequest request, DirectoryException refusal) {
        return changes.judge(request, refusal, this::reload);
    }

    /** Reads the keys; returns what tells them from others. */
    synchronized Object reload() {
        return remember(keys.get());
    }

    /** The provider's text, which may quote what it was sent, without the keys. */
    synchronized String withoutSecrets(String text) {
        String clean = secretKey.isEmpty() ? text : text.replace(secretKey, "***");
        return securityToken == null || securityToken.isEmpty() ? clean : clean.replace(securityToken, "***");
    }

    private Object remember(BasicCredentials now) {
        accessKey = Objects.requireNonNullElse(now.getAk(), "");
        secretKey = Objects.requireNonNullElse(now.getSk(), "");
        securityToken = now.getSecurityToken();
        List<String> all = List.of(accessKey, secretKey, Objects.requireNonNullElse(securityToken, ""));
        changes.note(all);
        return all;
    }

    /** Services that hand out keys are reached over the network; files that are gone stay gone. */
    private static boolean isTemporary(SdkException failure) {
        return failure instanceof ConnectionException
                || failure instanceof RequestTimeoutException
                || failure instanceof ServerResponseException
                || (failure.getCause() instanceof IOException io && !(io instanceof FileSystemException));
    }
}
