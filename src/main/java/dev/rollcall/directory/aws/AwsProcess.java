package dev.rollcall.directory.aws;

import dev.rollcall.directory.DaemonThreads;
import dev.rollcall.directory.SafeText;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.JsonObject;
import dev.rollcall.directory.wire.MalformedBodyException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import tools.jackson.databind.json.JsonMapper;

/**
 * Credentials that a program prints: {@code credential_process} of a profile. The SDK's own provider waits without end
 * for a program that asks somebody, and gives it an input that never ends.
 */
final class AwsProcess implements AwsCredentialsProvider {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration BEFORE_THEY_EXPIRE = Duration.ofMinutes(1);
    private static final File NOTHING = new File("/dev/null");
    private static final int LONGEST_COMPLAINT = 200;
    private static final int LONGEST_OUTPUT = 64_000;

    private final AwsProfile profile;
    private final String command;
    private final Duration patience;
    private @Nullable AwsCredentials known;
    private Instant expires = Instant.MAX;

    AwsProcess(AwsProfile profile, Duration patience) {
        this.profile = profile;
        this.command = profile.mandatory("credential_process");
        this.patience = patience;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        AwsCredentials current = known;
        if (current == null || Instant.now().isAfter(expires.minus(BEFORE_THEY_EXPIRE))) {
            current = parse(run());
            known = current;
        }
        return current;
    }

    private AwsCredentials parse(byte[] output) {
        try {
            JsonObject json = JsonObject.parse(output, JsonMapper.shared());
            String accessKey = json.mandatoryText("AccessKeyId");
            String secretKey = json.mandatoryText("SecretAccessKey");
            String token = json.text("SessionToken");
            String until = json.text("Expiration");
            expires = until == null ? Instant.MAX : OffsetDateTime.parse(until).toInstant();
            return token == null
                    ? AwsBasicCredentials.create(accessKey, secretKey)
                    : AwsSessionCredentials.create(accessKey, secretKey, token);
        } catch (MalformedBodyException malformed) {
            throw failed("it printed no credentials: " + malformed.getMessage(), malformed);
        } catch (DateTimeException malformed) {
            throw failed("it printed no credentials: Expiration is no time", malformed);
        }
    }

    /** What the program prints; its standard error is told when it fails. */
    private byte[] run() {
        Process process = start();
        try {
            CompletableFuture<byte[]> output = read(process.getInputStream());
            CompletableFuture<byte[]> complaint = read(process.getErrorStream());
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("it did not end within " + patience.toSeconds() + " s", null);
            }
            if (process.exitValue() != 0) {
                String said = SafeText.oneLine(new String(complaint.join(), StandardCharsets.UTF_8), LONGEST_COMPLAINT);
                throw failed(
                        "it ended with " + process.exitValue() + (said.isBlank() ? "" : ": " + said.strip()), null);
            }
            return output.join();
        } catch (CompletionException unreadable) {
            throw failed("its output can't be read", unreadable);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() {
        try {
            return new ProcessBuilder("sh", "-c", command)
                    .redirectInput(NOTHING)
                    .start();
        } catch (IOException noShell) {
            throw failed("there is no sh to run it", noShell);
        }
    }

    /** By a thread of its own: of one for both the stream that is read second would fill, and stop the program. */
    private CompletableFuture<byte[]> read(InputStream stream) {
        Supplier<byte[]> reading = () -> {
            try {
                return stream.readNBytes(LONGEST_OUTPUT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        CompletableFuture<byte[]> content = CompletableFuture.supplyAsync(
                reading,
                work -> DaemonThreads.named("credential-process")
                        .newThread(work)
                        .start());
        return content.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CredentialsException failed(String reason, @Nullable Throwable cause) {
        return new CredentialsException(
                profile.place() + ", whose credential_process failed: " + reason, known != null, cause);
    }
}
