package dev.rollcall.directory.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.wire.Network;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsProviderTest {
    private final AwsProvider provider = new AwsProvider(new Network(Map.of()));

    @TempDir
    Path folder;

    @Test
    void defaultsArePinned() {
        assertThat(provider.name()).isEqualTo("aws");
        assertThat(provider.defaultRequestsPerSecond()).isEqualTo(15);
        assertThat(provider.credentialKeys())
                .containsExactlyInAnyOrder(
                        "profile",
                        "role-arn",
                        "external-id",
                        "role-session-name",
                        "access-key-file",
                        "secret-key-file",
                        "security-token-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d-1234567890", "d-00000abcde", "a1b2c3d4-0000-4000-8000-00000000000f"})
    void bothDocumentedFormsOfAnIdentityStoreIdAreTaken(String id) {
        assertThat(provider.identityStoreId().matcher(id).matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "d-123456789",
                "d-12345678901",
                "D-1234567890",
                "d-123456789g",
                " d-1234567890",
                "d-1234567890\n",
                "a1b2c3d4-0000-4000-8000-00000000000",
                "xa1b2c3d4-0000-4000-8000-00000000000f"
            })
    void anythingElseIsNoIdentityStoreId(String id) {
        assertThat(provider.identityStoreId().matcher(id).matches()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu west 1", "EU-WEST-1", "eu", "eu-west-1.evil.example/", "-eu-west-1"})
    void regionThatCannotBeIsAConfigurationError(String region) {
        assertThatThrownBy(() -> provider.open(settings(region, null)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("region:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "ftp://proxy.example", "https:///path", "mailto:a@b.example"})
    void endpointThatCannotBeIsAConfigurationError(String endpoint) {
        assertThatThrownBy(() -> provider.open(settings("eu-west-1", URI.create(endpoint))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("endpoint:");
    }

    @Test
    void regionsOwnEndpointIsTheDefault() {
        provider.open(settings("eu-west-1", null)).close();
    }

    private DirectorySettings settings(String region, @Nullable URI endpoint) {
        return new DirectorySettings(
                AdapterFixture.STORE,
                region,
                endpoint,
                AdapterFixture.keyFiles(folder),
                8,
                100,
                Duration.ofSeconds(30));
    }
}
