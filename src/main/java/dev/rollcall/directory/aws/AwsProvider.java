package dev.rollcall.directory.aws;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.Endpoint;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.directory.wire.TrustedAuthorities;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;

/** AWS IAM Identity Center. */
public final class AwsProvider implements Provider {
    private static final Pattern IDENTITY_STORE_ID =
            Pattern.compile("d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
    private static final String CA_BUNDLE = "AWS_CA_BUNDLE";

    private final Network network;

    public AwsProvider(Network network) {
        this.network = network;
    }

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public Pattern identityStoreId() {
        return IDENTITY_STORE_ID;
    }

    /** Three quarters of the documented quota, which all callers of the store share. */
    @Override
    public int defaultRequestsPerSecond() {
        return 15;
    }

    @Override
    public Set<String> credentialKeys() {
        return Set.of(
                "profile",
                "role-arn",
                "external-id",
                "role-session-name",
                "access-key-file",
                "secret-key-file",
                "security-token-file");
    }

    @Override
    public Directory open(DirectorySettings settings) {
        Region region = region(settings.region());
        AwsSharedConfiguration configuration =
                new AwsSharedConfiguration(settings.credentials().profile());
        try {
            SdkHttpClient http = AwsHttp.open(settings, network.proxies(), trusted(configuration));
            return open(settings, region, configuration, http);
        } catch (CredentialsException malformed) {
            throw malformed.whileOpening(new ApiRequest("Credentials", null, null));
        }
    }

    /** @param http closed with the directory, and when opening fails */
    Directory open(
            DirectorySettings settings, Region region, AwsSharedConfiguration configuration, SdkHttpClient http) {
        AwsClients clients = new AwsClients(region, http, network.proxies(), settings.timeout(), configuration);
        try {
            URI endpoint = settings.endpoint() == null ? null : Endpoint.checked(settings.endpoint());
            return open(settings, endpoint, clients);
        } catch (RuntimeException refused) {
            clients.close();
            throw refused;
        }
    }

    private Directory open(DirectorySettings settings, @Nullable URI endpoint, AwsClients clients) {
        InstantSource clock = InstantSource.system();
        AwsSigner signer = AwsSigner.open(settings.credentials(), clients, clock.instant());
        IdentitystoreClient client = clients.identityStore(endpoint, signer);
        AwsErrors errors = new AwsErrors(settings.identityStoreId(), clock);
        return new AwsDirectory(client, clients, signer, settings, errors, network.requests());
    }

    /** As AWS's command line does, the variable first; its file's authorities are trusted besides all others. */
    private TrustedAuthorities trusted(AwsSharedConfiguration configuration) {
        TrustedAuthorities trusted = network.trusted();
        String file = network.variable(CA_BUNDLE);
        if (file != null) {
            return trusted.and(CA_BUNDLE, Path.of(file));
        }
        return configuration
                .profile()
                .flatMap(profile -> Optional.ofNullable(profile.text("ca_bundle")))
                .map(bundle ->
                        trusted.and("ca_bundle of profile \"" + configuration.profileName() + "\"", Path.of(bundle)))
                .orElse(trusted);
    }

    private static Region region(String name) {
        if (!REGION.matcher(name).matches()) {
            throw new ConfigurationException("region: \"" + name + "\" is not the name of a region, such as eu-west-1");
        }
        return Region.of(name);
    }
}
