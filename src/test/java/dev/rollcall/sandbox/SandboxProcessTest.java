package dev.rollcall.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;

class SandboxProcessTest {
    @Test
    void processServesGeneratedStoresAndPrintsItsEndpoint() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sandbox.class.getName(),
                        "store=d-1234567890,aws,7,small",
                        "store=d-a1b2c3d4e5,huawei,7,20,200,90",
                        "end=with-parent")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            URI endpoint = URI.create(output.readLine());
            try (IdentitystoreClient client = AwsSdk.open(endpoint, Sandbox.LONG_LIVED_KEY)) {
                assertThat(AwsSdk.groups(client, "d-1234567890"))
                        .isEqualTo(SandboxDirectory.generate(7, Shape.small()).groups());
            }
            assertThat(HuaweiSdk.groups(HuaweiSdk.open(endpoint, Sandbox.LONG_LIVED_KEY), "d-a1b2c3d4e5"))
                    .hasSize(20);
        } finally {
            process.destroyForcibly();
        }
    }
}
