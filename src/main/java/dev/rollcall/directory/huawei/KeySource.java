package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.ICredentialProvider;
import com.huaweicloud.sdk.core.exception.SdkException;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Credentials;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that a job file means.
 *
 * @param environment the value of a variable, null when it is not set
 * @param chain the vendor SDK's own: its variables, its credentials file, the host's agency
 */
record KeySource(UnaryOperator<@Nullable String> environment, ICredentialProvider chain) {
    Keys keys(Credentials credentials) {
        Path accessKey = credentials.accessKeyFile();
        Path secretKey = credentials.secretKeyFile();
        String profile = credentials.profile();
        if (accessKey != null && secretKey != null) {
            if (profile != null) {
                throw new ConfigurationException("credentials: either profile or access-key-file, not both");
            }
            return new FileKeys(accessKey, secretKey, credentials.securityTokenFile());
        }
        if (accessKey != null || secretKey != null || credentials.securityTokenFile() != null) {
            throw new ConfigurationException("credentials: access-key-file and secret-key-file go together");
        }
        return profile == null ? chained() : new ProfileKeys(credentialsFile(), profile);
    }

    /** The chain's find, which renews itself where it can expire. */
    private Keys chained() {
        BasicCredentials found;
        try {
            found = (BasicCredentials) chain.getCredentials();
        } catch (SdkException e) {
            throw new KeysException(
                    "no Huawei Cloud keys in the environment (HUAWEICLOUD_SDK_AK and _SK), in " + credentialsFile()
                            + " (section [basic]), or from the host's agency",
                    false,
                    e);
        }
        KeyText.check("HUAWEICLOUD_SDK_AK, or ak", found.getAk());
        KeyText.check("HUAWEICLOUD_SDK_SK, or sk", found.getSk());
        KeyText.check("HUAWEICLOUD_SDK_SECURITY_TOKEN, or security_token", found.getSecurityToken());
        return () -> found;
    }

    @Nullable
    String projectId(Credentials credentials) {
        return credentials.projectId() != null
                ? credentials.projectId()
                : environment.apply("HUAWEICLOUD_SDK_PROJECT_ID");
    }

    private Path credentialsFile() {
        String file = environment.apply("HUAWEICLOUD_SDK_CREDENTIALS_FILE");
        return file != null && !file.isEmpty()
                ? Path.of(file)
                : Path.of(System.getProperty("user.home"), ".huaweicloud", "credentials");
    }
}
