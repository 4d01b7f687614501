package dev.rollcall.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.http.ServerRequest;
import java.net.URLEncoder;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Huawei Cloud's SDK-HMAC-SHA256, as a server verifies it. */
public record HuaweiSignature(AcceptedKeys keys) {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("SDK-HMAC-SHA256 Access=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

    void verify(ServerRequest request) {
        Matcher claim = AUTHORIZATION.matcher(request.header("authorization", ""));
        if (!claim.matches()) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.UNKNOWN_KEY,
                    "Incorrect IAM authentication information: authorization not found");
        }
        AccessKey key = keys.known(claim.group(1), request.header("x-security-token"));
        keys.checkTime(request.header("x-sdk-date", ""));
        if (!isOf(request, key.id(), key.secret())) {
            throw AcceptedKeys.badSignature();
        }
    }

    /** Whether a request is signed with this key. */
    public static boolean isOf(ServerRequest request, String accessKey, String secretKey) {
        Matcher claim = AUTHORIZATION.matcher(request.header("authorization", ""));
        if (!claim.matches() || !claim.group(1).equals(accessKey)) {
            return false;
        }
        String toSign = "SDK-HMAC-SHA256\n" + request.header("x-sdk-date", "") + "\n"
                + AcceptedKeys.sha256(canonical(request, claim.group(2)));
        byte[] signature = AcceptedKeys.hmac(secretKey.getBytes(UTF_8), toSign);
        return HexFormat.of().formatHex(signature).equals(claim.group(3));
    }

    private static String canonical(ServerRequest request, String signedHeaders) {
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        for (String segment : request.path().split("/", -1)) {
            text.append(encode(ServerRequest.decode(segment))).append('/');
        }
        text.append('\n').append(query(request.parameters())).append('\n');
        for (String name : signedHeaders.split(";", -1)) {
            text.append(name).append(':').append(request.header(name, "")).append('\n');
        }
        return text.append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(request.header("x-sdk-content-sha256", AcceptedKeys.sha256(request.body())))
                .toString();
    }

    private static String query(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
