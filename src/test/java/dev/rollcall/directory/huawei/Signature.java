package dev.rollcall.directory.huawei;

import dev.rollcall.directory.huawei.StubServer.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature as the provider computes it from what arrived. */
final class Signature {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("SDK-HMAC-SHA256 Access=(\\S+), SignedHeaders=(\\S+), Signature=([0-9a-f]{64})");

    private Signature() {}

    static boolean fits(Request request, String accessKey, String secretKey) {
        Matcher given = AUTHORIZATION.matcher(request.header("Authorization"));
        return given.matches()
                && given.group(1).equals(accessKey)
                && given.group(3).equals(compute(request, given.group(2), secretKey));
    }

    private static String compute(Request request, String signed, String secretKey) {
        String headers = List.of(signed.split(";")).stream()
                .map(name -> name.toLowerCase(Locale.ROOT) + ":" + request.header(name) + "\n")
                .collect(Collectors.joining());
        Map<String, String> query = new TreeMap<>();
        request.query().forEach((name, value) -> query.put(encode(name), encode(value)));
        String canonical = String.join(
                "\n",
                request.method(),
                request.path() + "/",
                query.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("&")),
                headers,
                signed,
                hash(request.body()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = "SDK-HMAC-SHA256\n" + request.header("X-Sdk-Date") + "\n" + hash(canonical);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
