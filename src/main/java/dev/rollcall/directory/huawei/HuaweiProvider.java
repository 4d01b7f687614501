package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.CredentialProviderChain;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.identitycenterstore.v1.region.IdentityCenterStoreRegion;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.Endpoint;
import dev.rollcall.directory.wire.Network;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Huawei Cloud IAM Identity Center. */
public final class HuaweiProvider implements Provider {
    /** Its documents say 12 characters in one place and up to 36 in another, and give no pattern. */
    private static final Pattern IDENTITY_STORE_ID = Pattern.compile("[A-Za-z0-9-]{1,36}");

    private final HuaweiCredentials credentials;
    private final Network network;
    private final InstantSource clock;
    private final Consumer<Duration> sleeper;

    public HuaweiProvider(Network network) {
        this(
                new HuaweiCredentials(network::variable, CredentialProviderChain.getBasicCredentialProviderChain()),
                network,
                InstantSource.system(),
                HuaweiProvider::sleep);
    }

    /** @param sleeper called between the attempts of looking up a project; returns early when its thread is interrupted */
    HuaweiProvider(HuaweiCredentials credentials, Network network, InstantSource clock, Consumer<Duration> sleeper) {
        this.credentials = credentials;
        this.network = network;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    private static void sleep(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            return open(settings, credentials.find(settings.credentials()));
        } catch (CredentialsException e) {
            throw e.whileOpening(new ApiRequest("Credentials", null, null));
        }
    }

    private Directory open(DirectorySettings settings, Supplier<BasicCredentials> keys) {
        String endpoint = endpoint(settings);
        HuaweiTransport transport = new HuaweiTransport(settings.workers(), settings.timeout(), network);
        try {
            HuaweiSigner signer = new HuaweiSigner(keys, projectId(settings, keys, transport));
            Object unused = signer.reload();
            HuaweiErrors errors = new HuaweiErrors(clock, signer::withoutSecrets);
            HuaweiConnection connection = new HuaweiConnection(transport, endpoint, signer, errors);
            return new HuaweiDirectory(connection, settings.identityStoreId(), settings.pageSize());
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /** Null where none is given and none is needed: where an endpoint is. */
    private @Nullable String projectId(
            DirectorySettings settings, Supplier<BasicCredentials> keys, HuaweiTransport transport) {
        BasicCredentials first = keys.get();
        String configured = credentials.projectId(settings.credentials());
        String projectId = configured == null ? first.getProjectId() : configured;
        if (projectId != null && !projectId.isEmpty()) {
            return projectId;
        }
        if (first.getIdpId() != null) {
            throw new ConfigurationException("credentials: an identity provider's token needs a project-id");
        }
        if (settings.endpoint() != null) {
            return null;
        }
        HuaweiSigner signer = new HuaweiSigner(keys, null);
        signer.reload();
        HuaweiErrors errors = new HuaweiErrors(clock, signer::withoutSecrets);
        String endpoint = HuaweiIam.endpoint(first.getIamEndpoint(), settings.region());
        HuaweiConnection iam = new HuaweiConnection(transport, endpoint, signer, errors);
        return HuaweiIam.projectId(iam, settings.region(), sleeper);
    }

    private static String endpoint(DirectorySettings settings) {
        return settings.endpoint() == null
                ? region(settings.region()).getEndpoints().get(0)
                : text(Endpoint.checked(settings.endpoint()));
    }

    /** Without a slash at its end: paths are appended. */
    private static String text(URI endpoint) {
        String text = endpoint.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static Region region(String name) {
        try {
            return IdentityCenterStoreRegion.valueOf(name);
        } catch (IllegalArgumentException e) {
            // Its message ends with the list of the regions that it knows.
            throw new ConfigurationException("region: " + e.getMessage() + "; or give an endpoint", e);
        } catch (SdkException e) {
            throw new ConfigurationException("region: " + e.getMessage(), e);
        }
    }
}
