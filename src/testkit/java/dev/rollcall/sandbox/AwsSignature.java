package dev.rollcall.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.http.ServerRequest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS Signature Version 4, as a server verifies it. */
record AwsSignature(AcceptedKeys keys) {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)"
            + "/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    void verify(ServerRequest request) {
        Matcher claim = AUTHORIZATION.matcher(request.header("authorization", ""));
        if (!claim.matches()) {
            throw new RefusedRequest(RefusedRequest.Kind.UNKNOWN_KEY, "Missing Authentication Token");
        }
        AccessKey key = keys.known(claim.group(1), request.header("x-amz-security-token"));
        String time = request.header("x-amz-date", "");
        keys.checkTime(time);
        String scope = claim.group(2) + "/" + claim.group(3) + "/" + claim.group(4) + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n"
                + AcceptedKeys.sha256(canonical(request, claim.group(5)));
        byte[] signingKey = ("AWS4" + key.secret()).getBytes(UTF_8);
        for (String part : scope.split("/", -1)) {
            signingKey = AcceptedKeys.hmac(signingKey, part);
        }
        boolean rightService = claim.group(4).equals("identitystore");
        boolean rightDay = time.startsWith(claim.group(2));
        if (!rightService
                || !rightDay
                || !HexFormat.of()
                        .formatHex(AcceptedKeys.hmac(signingKey, toSign))
                        .equals(claim.group(6))) {
            throw AcceptedKeys.badSignature();
        }
    }

    private static String canonical(ServerRequest request, String signedHeaders) {
        StringBuilder text = new StringBuilder(request.method())
                .append('\n')
                .append(request.path())
                .append('\n')
                .append(request.query())
                .append('\n');
        for (String name : signedHeaders.split(";", -1)) {
            String value = request.header(name, "").strip().replaceAll(" +", " ");
            text.append(name).append(':').append(value).append('\n');
        }
        return text.append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(AcceptedKeys.sha256(request.body()))
                .toString();
    }
}
