package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Directories opened on a {@link StubServer}. */
final class Opened {
    static final String STORE = "d-1234567890";
    static final String ACCESS_KEY = "AKTEST";
    static final String SECRET_KEY = "secret/key+of=test";

    private Opened() {}

    static Directory on(StubServer server) {
        return on(server, 100, InstantSource.system());
    }

    static Directory on(StubServer server, int pageSize, InstantSource clock) {
        return provider(Map.of(), clock).open(settings(server.endpoint(), Credentials.DEFAULT, pageSize));
    }

    static HuaweiProvider provider(Map<String, String> environment, InstantSource clock) {
        return new HuaweiProvider(
                new HuaweiCredentials(
                        environment::get,
                        () -> new BasicCredentials().withAk(ACCESS_KEY).withSk(SECRET_KEY)),
                clock);
    }

    static DirectorySettings settings(@Nullable URI endpoint, Credentials credentials, int pageSize) {
        return new DirectorySettings(STORE, "eu-west-101", endpoint, credentials, 4, pageSize, Duration.ofSeconds(1));
    }
}
