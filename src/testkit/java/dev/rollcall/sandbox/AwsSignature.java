package dev.rollcall.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS Signature Version 4, as a server verifies it. */
record AwsSignature(Keys keys) {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)"
            + "/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    void verify(HttpCall call) {
        Matcher claim = AUTHORIZATION.matcher(call.header("authorization", ""));
        if (!claim.matches()) {
            throw new Refusal(Refusal.Kind.UNKNOWN_KEY, "Missing Authentication Token");
        }
        AccessKey key = keys.known(claim.group(1), call.header("x-amz-security-token"));
        String time = call.header("x-amz-date", "");
        keys.checkTime(time);
        String scope = claim.group(2) + "/" + claim.group(3) + "/" + claim.group(4) + "/aws4_request";
        String toSign =
                "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + Keys.sha256(canonical(call, claim.group(5)));
        byte[] signingKey = ("AWS4" + key.secret()).getBytes(UTF_8);
        for (String part : scope.split("/", -1)) {
            signingKey = Keys.hmac(signingKey, part);
        }
        boolean rightService = claim.group(4).equals("identitystore");
        boolean rightDay = time.startsWith(claim.group(2));
        if (!rightService
                || !rightDay
                || !HexFormat.of().formatHex(Keys.hmac(signingKey, toSign)).equals(claim.group(6))) {
            throw Keys.badSignature();
        }
    }

    private static String canonical(HttpCall call, String signedHeaders) {
        StringBuilder text = new StringBuilder(call.method())
                .append('\n')
                .append(call.path())
                .append('\n')
                .append(call.query())
                .append('\n');
        for (String name : signedHeaders.split(";", -1)) {
            String value = call.header(name, "").strip().replaceAll(" +", " ");
            text.append(name).append(':').append(value).append('\n');
        }
        return text.append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(Keys.sha256(call.body()))
                .toString();
    }
}
