package dev.rollcall.notice;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import dev.rollcall.source.NoticeSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A webhook's URL and the key that signs what is sent to it, read from their files anew for each run. */
final class WebhookFiles {
    private static final String ALGORITHM = "HmacSHA256";

    private final URI url;
    private final @Nullable SecretKeySpec key;

    private WebhookFiles(URI url, @Nullable SecretKeySpec key) {
        this.url = url;
        this.key = key;
    }

    /** @throws ConfigurationException when a file can't be read, or holds something else; shows nothing of it */
    static WebhookFiles read(NoticeSettings settings) {
        URI url = settings.webhook();
        if (url == null) {
            url = fromFile(Objects.requireNonNull(settings.webhookFile()));
        }
        if (HttpUrl.parse(url.toString()) == null) {
            throw new ConfigurationException("notify: the webhook: expected " + NoticeSettings.EXPECTED_URL);
        }
        return new WebhookFiles(
                url,
                settings.secretFile() == null
                        ? null
                        : new SecretKeySpec(
                                text("secret-file", settings.secretFile()).getBytes(StandardCharsets.UTF_8),
                                ALGORITHM));
    }

    private static URI fromFile(Path file) {
        URI url = NoticeSettings.url(text("webhook-file", file).strip());
        if (url == null) {
            throw new ConfigurationException("notify.webhook-file: " + SafeText.masked(file.toString()) + ": expected "
                    + NoticeSettings.EXPECTED_URL);
        }
        return url;
    }

    private static String text(String setting, Path file) {
        String where = "notify." + setting + ": " + SafeText.masked(file.toString());
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            // The message of the exception is the path again; its class says what is wrong.
            throw new ConfigurationException(
                    where + " can't be read (" + unreadable.getClass().getSimpleName() + ")", unreadable);
        }
        if (text.isBlank()) {
            throw new ConfigurationException(where + " is empty");
        }
        return text.replaceFirst("\\r?\\n\\z", "");
    }

    URI url() {
        return url;
    }

    /** Host and port. */
    String address() {
        int port = url.getPort() >= 0 ? url.getPort() : "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
        return url.getHost() + ":" + port;
    }

    /** {@code sha256=} and a body's HMAC in hexadecimal; null where nothing is signed. */
    @Nullable
    String signature(byte[] body) {
        if (key == null) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + ALGORITHM, e);
        }
    }
}
