package dev.rollcall.directory.huawei;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.ExpiredMarker;
import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.DirectoryException.InvalidRequest;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.DirectoryException.Throttled;
import dev.rollcall.directory.DirectoryException.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that are no success, as the errors that all providers share. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final Set<String> THROTTLING_CODES = Set.of("APIG.0308", "APIGW.0308");

    /** The gateway's codes for keys, signatures and tokens; throttling, 0308, is told before. */
    private static final Pattern KEY_CODES = Pattern.compile("APIGW?\\.03\\d\\d");

    private static final Pattern GATEWAY_CODES = Pattern.compile("APIGW?\\.\\d{4}");

    private static final Pattern KEY_WORDS = Pattern.compile(
            "(token|credential|access key|aksk|ak/sk|signature).{0,60}"
                    + "(expire|invalid|incorrect|not exist|not found|disabled|fail|mismatch|does not match)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern CLOCK_WORDS = Pattern.compile(
            "clock|skew|time ?stamp|x-sdk-date|(request|signature) (has |is )?expired|request time",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern STORE_WORDS = Pattern.compile("identity[ _-]?store", Pattern.CASE_INSENSITIVE);
    private static final Pattern GROUP_WORDS = Pattern.compile("group", Pattern.CASE_INSENSITIVE);
    private static final Duration GREATEST_SKEW = Duration.ofMinutes(15);

    /** The vendor decodes it whole only; a longer one is none. */
    private static final int AUTHORIZATION_MESSAGE = 8192;

    private final InstantSource clock;
    private final UnaryOperator<String> withoutSecrets;

    /** @param withoutSecrets takes the keys out of a text: a gateway may quote the request that it refuses */
    Refusals(InstantSource clock, UnaryOperator<String> withoutSecrets) {
        this.clock = clock;
        this.withoutSecrets = withoutSecrets;
    }

    DirectoryException of(Asked asked, Answer answer) {
        ErrorBody error = ErrorBody.of(answer);
        String code = error.code() == null ? "" : error.code();
        Answer known = answer.withRequestId(error.requestId());
        String message = withoutSecrets.apply(error.message());
        Failure failure = asked.failure(known, error.code(), message);
        int status = answer.status();

        if (status == 429 || THROTTLING_CODES.contains(code)) {
            Duration header = RetryAfter.header(answer, clock.instant());
            return new Throttled(failure, header == null ? RetryAfter.words(error.message()) : header, null);
        }
        if (status < 400 || status == 408 || status == 425 || status >= 500) {
            return new Unavailable(failure, RetryAfter.header(answer, clock.instant()), null);
        }
        if (status == 401) {
            return new Denied(asked.failure(known, error.code(), clockOr(answer, message)), true, null);
        }
        if (answer.isHtml()) {
            return new Unavailable(failure, RetryAfter.header(answer, clock.instant()), null);
        }
        // Words alone would take a marker that Huawei calls an expired token for one of these.
        boolean aboutKeys = KEY_CODES.matcher(code).matches()
                || (status == 403 && KEY_WORDS.matcher(message).find());
        if (status == 403 || (aboutKeys && status != 404)) {
            logAuthorizationMessage(asked, error.authorizationMessage());
            return new Denied(
                    aboutKeys ? asked.failure(known, error.code(), clockOr(answer, message)) : failure,
                    aboutKeys,
                    null);
        }
        if (status == 404) {
            return new NotFound(failure, asked.group() == null || hidesGroups(code, message), null);
        }
        return asked.marker() ? new ExpiredMarker(failure, null) : new InvalidRequest(failure, null);
    }

    /** A gateway that does not know the path knows no group either: nothing says that this one is gone. */
    private static boolean hidesGroups(String code, String message) {
        return GATEWAY_CODES.matcher(code).matches() || blamesStore(message);
    }

    /** Whether a message says that the identity store itself is unknown, and not a group in it. */
    static boolean blamesStore(String message) {
        return STORE_WORDS.matcher(message).find()
                && !GROUP_WORDS.matcher(message).find();
    }

    /** Signatures hold for 15 minutes, and a wrong clock looks like a wrong key. */
    private String clockOr(Answer answer, String message) {
        Instant theirs = RetryAfter.date(answer.date());
        Duration skew = theirs == null ? Duration.ZERO : Duration.between(theirs, clock.instant());
        if (skew.abs().compareTo(GREATEST_SKEW) > 0) {
            return "this host's clock is " + skew.abs().toMinutes() + " minutes "
                    + (skew.isNegative() ? "behind" : "ahead of") + " the provider's, which refuses more than 15: "
                    + message;
        }
        return CLOCK_WORDS.matcher(message).find()
                ? "this host's clock is off by more than 15 minutes, or the request was on its way for longer: "
                        + message
                : message;
    }

    private static void logAuthorizationMessage(Asked asked, @Nullable String encoded) {
        if (encoded != null) {
            String printable = encoded.replaceAll("[^\\x21-\\x7e]", "");
            LOG.warn(
                    "{} was denied; encoded_authorization_message, for Huawei to decode: {}",
                    asked.operation(),
                    printable.length() > AUTHORIZATION_MESSAGE
                            ? printable.substring(0, AUTHORIZATION_MESSAGE)
                            : printable);
        }
    }
}
