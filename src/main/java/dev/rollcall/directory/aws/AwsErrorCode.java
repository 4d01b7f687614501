package dev.rollcall.directory.aws;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kinds of AWS's error codes, those of its gateways included. Each code comes with and without "Exception". */
enum AwsErrorCode {
    /** About the time alone. */
    TIME("requestexpired", "requestinthefuture", "requesttimetooskewed"),
    /** A wrong key, or a wrong clock. */
    SIGNATURE("authfailure", "incompletesignature", "invalidsignature", "signaturedoesnotmatch", "unrecognizedclient"),
    CREDENTIALS(
            "expiredtoken",
            "invalidaccesskeyid",
            "invalidclienttokenid",
            "invalididentitytoken",
            "invalidtoken",
            "missingauthenticationtoken",
            "notsignedup",
            "optinrequired",
            "tokenrefreshrequired",
            "unauthorized"),
    THROTTLING(
            "bandwidthlimitexceeded",
            "priorrequestnotcomplete",
            "provisionedthroughputexceeded",
            "requestlimitexceeded",
            "requestthrottled",
            "slowdown",
            "throttled",
            "throttling",
            "toomanyrequests"),
    UNAVAILABLE("internalerror", "internalfailure", "internalserver", "requesttimeout", "serviceunavailable"),
    DENIED("accessdenied", "authorizationerror", "forbidden", "notauthorized", "unauthorizedoperation"),
    NOT_FOUND("resourcenotfound"),
    /** What a request with an expired marker is refused as. */
    MARKER("invalidnexttoken", "invalidpaginationtoken", "validation");

    private static final String SUFFIX = "exception";

    @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot change
    private final Set<String> codes;

    AwsErrorCode(String... codes) {
        this.codes = Set.of(codes);
    }

    boolean matches(@Nullable String code) {
        if (code == null) {
            return false;
        }
        String lower = code.toLowerCase(Locale.ROOT);
        return codes.contains(lower.endsWith(SUFFIX) ? lower.substring(0, lower.length() - SUFFIX.length()) : lower);
    }
}
