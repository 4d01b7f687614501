package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.CredentialProviderChain;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import java.time.InstantSource;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Huawei Cloud IAM Identity Center. */
public final class HuaweiProvider implements Provider {
    /** Its documents say 12 characters in one place and up to 36 in another, and give no pattern. */
    private static final Pattern IDENTITY_STORE_ID = Pattern.compile("[A-Za-z0-9-]{1,36}");

    private final KeySource source;
    private final InstantSource clock;

    public HuaweiProvider() {
        this(
                new KeySource(System::getenv, CredentialProviderChain.getBasicCredentialProviderChain()),
                InstantSource.system());
    }

    HuaweiProvider(KeySource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "huawei";
    }

    @Override
    public Pattern identityStoreId() {
        return IDENTITY_STORE_ID;
    }

    /** Huawei documents no quota. */
    @Override
    public int defaultRequestsPerSecond() {
        return 10;
    }

    @Override
    public Set<String> credentialKeys() {
        return Set.of("profile", "project-id", "access-key-file", "secret-key-file", "security-token-file");
    }

    @Override
    public Directory open(DirectorySettings settings) {
        try {
            return open(settings, source.keys(settings.credentials()));
        } catch (KeysException e) {
            throw new ConfigurationException("credentials: " + e.getMessage(), e);
        }
    }

    private Directory open(DirectorySettings settings, Keys keys) {
        BasicCredentials first = keys.current();
        @Nullable String projectId = source.projectId(settings.credentials());
        if (projectId != null) {
            first.setProjectId(projectId);
        }
        if (settings.endpoint() != null && first.getIdpId() != null && first.getProjectId() == null) {
            throw new ConfigurationException("credentials: an identity provider's token needs a project-id");
        }
        Transport transport = new Transport(settings.workers());
        try {
            HcClient core = new Opening(settings, transport.config(settings.timeout())).core(first);
            Signing signing = new Signing(keys, first.getProjectId());
            signing.look();
            Connection connection = new Connection(
                    transport, core.overrideCredential(signing), signing, new Refusals(clock, signing::withoutSecrets));
            return new HuaweiDirectory(connection, settings.identityStoreId(), settings.pageSize());
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }
}
