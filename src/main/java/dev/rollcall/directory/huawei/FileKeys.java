package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keys in files of their own. Read before every request: three small reads cost nothing beside a request, and no
 * change can hide behind a file system's coarse times.
 */
record FileKeys(Path accessKey, Path secretKey, @Nullable Path securityToken) implements Keys {
    @Override
    public BasicCredentials current() {
        BasicCredentials keys = new BasicCredentials()
                .withAk(KeyText.read("access-key-file", accessKey))
                .withSk(KeyText.read("secret-key-file", secretKey));
        return securityToken == null
                ? keys
                : keys.withSecurityToken(KeyText.read("security-token-file", securityToken));
    }
}
