package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.ClientBuilder;
import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.CredentialProviderChain;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.identitycenterstore.v1.region.IdentityCenterStoreRegion;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.Endpoint;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Huawei Cloud IAM Identity Center. */
public final class HuaweiProvider implements Provider {
    /** Its documents say 12 characters in one place and up to 36 in another, and give no pattern. */
    private static final Pattern IDENTITY_STORE_ID = Pattern.compile("[A-Za-z0-9-]{1,36}");

    private final HuaweiCredentials credentials;
    private final InstantSource clock;

    public HuaweiProvider() {
        this(
                new HuaweiCredentials(System::getenv, CredentialProviderChain.getBasicCredentialProviderChain()),
                InstantSource.system());
    }

    HuaweiProvider(HuaweiCredentials credentials, InstantSource clock) {
        this.credentials = credentials;
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
            return open(settings, credentials.find(settings.credentials()));
        } catch (CredentialsException e) {
            throw e.whileOpening(new ApiRequest("Credentials", null, null));
        }
    }

    private Directory open(DirectorySettings settings, Supplier<BasicCredentials> keys) {
        BasicCredentials first = keys.get();
        String projectId = credentials.projectId(settings.credentials());
        if (projectId != null) {
            first.setProjectId(projectId);
        }
        if (settings.endpoint() != null && first.getIdpId() != null && first.getProjectId() == null) {
            throw new ConfigurationException("credentials: an identity provider's token needs a project-id");
        }
        HuaweiTransport transport = new HuaweiTransport(settings.workers());
        try {
            HcClient core = core(settings, first, transport.config(settings.timeout()));
            HuaweiSigner signer = new HuaweiSigner(keys, first.getProjectId());
            signer.reload();
            HuaweiErrors errors = new HuaweiErrors(clock, signer::withoutSecrets);
            HuaweiConnection connection =
                    new HuaweiConnection(transport, core.overrideCredential(signer), signer, errors);
            return new HuaweiDirectory(connection, settings.identityStoreId(), settings.pageSize());
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /**
     * Builds the SDK's core client. For a region without a project id the builder asks the IAM service for one.
     *
     * @param first required by the builder; has a project id afterwards where the IAM service was asked
     */
    private static HcClient core(DirectorySettings settings, BasicCredentials first, HttpConfig config) {
        ClientBuilder<HcClient> builder = new ClientBuilder<HcClient>(client -> client)
                .withCredential(first)
                .withHttpConfig(config)
                .withExceptionHandler(new HuaweiResponseCapture());
        if (settings.endpoint() != null) {
            return builder.withEndpoints(List.of(text(Endpoint.checked(settings.endpoint()))))
                    .build();
        }
        builder.withRegion(region(settings.region()));
        try {
            return builder.build();
        } catch (SdkException e) {
            throw HuaweiErrors.withoutProject(e);
        }
    }

    /** Without a slash at its end: the SDK appends its paths. */
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
