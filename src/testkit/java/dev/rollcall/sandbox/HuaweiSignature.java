package dev.rollcall.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Huawei Cloud's SDK-HMAC-SHA256, as a server verifies it. */
record HuaweiSignature(Keys keys) {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("SDK-HMAC-SHA256 Access=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

    void verify(HttpCall call) {
        Matcher claim = AUTHORIZATION.matcher(call.header("authorization", ""));
        if (!claim.matches()) {
            throw new Refusal(
                    Refusal.Kind.UNKNOWN_KEY, "Incorrect IAM authentication information: authorization not found");
        }
        AccessKey key = keys.known(claim.group(1), call.header("x-security-token"));
        String time = call.header("x-sdk-date", "");
        keys.checkTime(time);
        String toSign = "SDK-HMAC-SHA256\n" + time + "\n" + Keys.sha256(canonical(call, claim.group(2)));
        byte[] signature = Keys.hmac(key.secret().getBytes(UTF_8), toSign);
        if (!HexFormat.of().formatHex(signature).equals(claim.group(3))) {
            throw Keys.badSignature();
        }
    }

    private static String canonical(HttpCall call, String signedHeaders) {
        StringBuilder text = new StringBuilder(call.method()).append('\n');
        for (String segment : call.path().split("/", -1)) {
            text.append(encode(HttpCall.decode(segment))).append('/');
        }
        text.append('\n').append(query(call.parameters())).append('\n');
        for (String name : signedHeaders.split(";", -1)) {
            text.append(name).append(':').append(call.header(name, "")).append('\n');
        }
        return text.append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(call.header("x-sdk-content-sha256", Keys.sha256(call.body())))
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
