package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.ICredentialProvider;
import com.huaweicloud.sdk.core.exception.SdkException;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.KeyFiles;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that a job file means: in files, in a section of the vendor's credentials file, or by the SDK's chain.
 *
 * @param environment the value of a variable, null when it is not set
 * @param chain the vendor SDK's own: its variables, its credentials file, the host's agency
 */
record HuaweiCredentials(UnaryOperator<@Nullable String> environment, ICredentialProvider chain) {
    /**
     * Returns the keys as they are at each call; the same instance while it can renew itself. Called before every
     * request, by one thread at a time; throws {@link CredentialsException} when there are none.
     */
    Supplier<BasicCredentials> find(Credentials configured) {
        Path accessKey = configured.accessKeyFile();
        Path secretKey = configured.secretKeyFile();
        if (accessKey != null && secretKey != null) {
            KeyFiles files = new KeyFiles(accessKey, secretKey, configured.securityTokenFile());
            return () -> inFiles(files.read());
        }
        return configured.profile() == null ? chained() : new HuaweiProfile(credentialsFile(), configured.profile());
    }

    /** The project id that is configured; null when there is none. */
    @Nullable
    String projectId(Credentials configured) {
        return configured.projectId() != null
                ? configured.projectId()
                : environment.apply("HUAWEICLOUD_SDK_PROJECT_ID");
    }

    private static BasicCredentials inFiles(KeyFiles.Content files) {
        check("access-key-file", files.accessKey());
        check("secret-key-file", files.secretKey());
        check("security-token-file", files.securityToken());
        BasicCredentials keys = new BasicCredentials().withAk(files.accessKey()).withSk(files.secretKey());
        return files.securityToken() == null ? keys : keys.withSecurityToken(files.securityToken());
    }

    /** What the chain finds renews itself where it can expire. */
    private Supplier<BasicCredentials> chained() {
        BasicCredentials found;
        try {
            found = (BasicCredentials) chain.getCredentials();
        } catch (SdkException e) {
            throw new CredentialsException(
                    "credentials: no Huawei Cloud keys in the environment (HUAWEICLOUD_SDK_AK and _SK), in "
                            + credentialsFile() + " (section [basic]), or from the host's agency",
                    e);
        }
        check("HUAWEICLOUD_SDK_AK, or ak", found.getAk());
        check("HUAWEICLOUD_SDK_SK, or sk", found.getSk());
        check("HUAWEICLOUD_SDK_SECURITY_TOKEN, or security_token", found.getSecurityToken());
        return () -> found;
    }

    /**
     * Refuses a text that can't be a key or a token; it would otherwise appear, secret included, in the HTTP client's
     * complaint about the header.
     */
    static void check(String name, @Nullable String text) {
        if (text != null && !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new CredentialsException(
                    "credentials: " + name + " holds a blank, a line break or another character that no key has", null);
        }
    }

    private Path credentialsFile() {
        String file = environment.apply("HUAWEICLOUD_SDK_CREDENTIALS_FILE");
        return file != null && !file.isEmpty()
                ? Path.of(file)
                : Path.of(System.getProperty("user.home"), ".huaweicloud", "credentials");
    }
}
