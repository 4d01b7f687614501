package dev.rollcall.postgres;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container, where a Docker engine answers. */
final class DockerServer {
    private static final Logger LOG = LoggerFactory.getLogger(DockerServer.class);
    private static final String IMAGE = "postgres:15";

    private DockerServer() {}

    /** Starts a container that ends with this JVM; empty where there is no engine, or the image can't be had. */
    // The container outlives this method on purpose: Testcontainers stops it when the JVM ends.
    @SuppressWarnings("resource")
    static Optional<PostgresAddress> start() {
        if (!engineAnswers(System.getenv()) || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        PostgreSQLContainer container =
                new PostgreSQLContainer(IMAGE).withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
        try {
            container.start();
        } catch (RuntimeException e) {
            LOG.warn("A Docker engine answers but can't run {}: going on with the embedded PostgreSQL", IMAGE, e);
            return Optional.empty();
        }
        return Optional.of(new PostgresAddress(url(container), container.getUsername(), container.getPassword()));
    }

    /** Not the container's own, which has an option {@code loggerLevel} that Rollcall refuses. */
    private static String url(PostgreSQLContainer container) {
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(container.getHost(), container.getFirstMappedPort(), container.getDatabaseName());
    }

    /**
     * Whether it is worth asking Testcontainers, which is slow and loud where there is no engine: true where an engine
     * answers on its socket, or where one is named that is no socket.
     */
    static boolean engineAnswers(Map<String, String> environment) {
        String named = environment.get("DOCKER_HOST");
        if (named != null && !named.startsWith("unix://")) {
            return true;
        }
        Path home = Path.of(System.getProperty("user.home"));
        Stream<Path> sockets = named != null
                ? Stream.of(Path.of(named.substring("unix://".length())))
                : Stream.of(
                        Path.of("/var/run/docker.sock"),
                        Path.of(Objects.requireNonNullElse(environment.get("XDG_RUNTIME_DIR"), "/run"), "docker.sock"),
                        home.resolve(".docker/run/docker.sock"),
                        home.resolve(".docker/desktop/docker.sock"));
        return sockets.anyMatch(DockerServer::answers);
    }

    private static boolean answers(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(
                    ByteBuffer.wrap("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(12);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // reads on until the status line's "HTTP/1.0 200" is there
            }
            return new String(answer.array(), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            LOG.debug("No Docker engine at {}", socket, e);
            return false;
        }
    }
}
