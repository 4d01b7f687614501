package dev.rollcall.directory.aws;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What AWS's error codes mean to us, those of its gateways included; each is written with and without "Exception". */
enum ErrorKind {
    /** Never about anything but the time. */
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
    /** What a marker that can't be used any more looks like. */
    MARKER("invalidnexttoken", "invalidpaginationtoken", "validation");

    private static final String SUFFIX = "exception";

    @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot change
    private final Set<String> codes;

    ErrorKind(String... codes) {
        this.codes = Set.of(codes);
    }

    boolean covers(@Nullable String code) {
        if (code == null) {
            return false;
        }
        String lower = code.toLowerCase(Locale.ROOT);
        return codes.contains(lower.endsWith(SUFFIX) ? lower.substring(0, lower.length() - SUFFIX.length()) : lower);
    }
}
