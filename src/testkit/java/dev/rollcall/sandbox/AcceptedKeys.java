package dev.rollcall.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys that a sandbox accepts, and what the verification of both providers' signatures shares. */
record AcceptedKeys(List<AccessKey> keys, Faults faults) {
    private static final Duration MOST_SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    AcceptedKeys {
        keys = List.copyOf(keys);
    }

    /** The key of that id; refuses an unknown one, and a temporary one with another token or after its expiry. */
    AccessKey known(String id, @Nullable String token) {
        AccessKey key = keys.stream()
                .filter(candidate -> candidate.id().equals(id) && !faults.isRevoked(id))
                .findFirst()
                .orElseThrow(() -> new RefusedRequest(
                        RefusedRequest.Kind.UNKNOWN_KEY, "The security token included in the request is invalid."));
        String wanted = key.sessionToken();
        if (wanted != null && !wanted.equals(token)) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.UNKNOWN_KEY, "The security token included in the request is invalid.");
        }
        if (wanted != null && faults.sessionTokensExpired()) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.EXPIRED_TOKEN, "The security token included in the request is expired");
        }
        return key;
    }

    /** Refuses a request that was signed too long ago or too far ahead. */
    void checkTime(@Nullable String signedAt) {
        Instant now = Instant.now().plusSeconds(faults.clockSkewSeconds());
        try {
            Instant signed =
                    LocalDateTime.parse(signedAt == null ? "" : signedAt, TIME).toInstant(ZoneOffset.UTC);
            if (Duration.between(signed, now).abs().compareTo(MOST_SKEW) > 0) {
                throw new RefusedRequest(
                        RefusedRequest.Kind.CLOCK_SKEW,
                        "Signature expired: " + signedAt + " is now earlier than "
                                + TIME.format(LocalDateTime.ofInstant(now.minus(MOST_SKEW), ZoneOffset.UTC)));
            }
        } catch (DateTimeParseException e) {
            throw badSignature();
        }
    }

    static RefusedRequest badSignature() {
        return new RefusedRequest(
                RefusedRequest.Kind.BAD_SIGNATURE,
                "The request signature we calculated does not match the signature you provided.");
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JVM has HmacSHA256", e);
        }
    }
}
