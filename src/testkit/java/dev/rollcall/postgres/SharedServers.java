package dev.rollcall.postgres;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the server that all test databases of a JVM are on. */
final class SharedServers {
    private SharedServers() {}

    static PostgresAddress start() {
        return named(System.getenv()).or(DockerServer::start).orElseGet(EmbeddedServer::startForThisJvm);
    }

    /** The server that the environment names, if it names one. */
    static Optional<PostgresAddress> named(Map<String, String> environment) {
        @Nullable String url = environment.get("ROLLCALL_TEST_DB_URL");
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new PostgresAddress(
                url,
                environment.getOrDefault("ROLLCALL_TEST_DB_USER", "postgres"),
                environment.getOrDefault("ROLLCALL_TEST_DB_PASSWORD", "")));
    }
}
