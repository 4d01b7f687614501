package dev.rollcall.directory.huawei;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.ExpiredMarker;
import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.DirectoryException.InvalidRequest;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.DirectoryException.Throttled;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.LogFields;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.HttpTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever goes wrong with Huawei, as the errors that all providers share. */
final class HuaweiErrors {
    private static final Logger LOG = LoggerFactory.getLogger(HuaweiErrors.class);

    private static final Pattern CLOCK_WORDS = Pattern.compile(
            "clock|skew|time ?stamp|x-sdk-date|(request|signature) (has |is )?expired|request time",
            Pattern.CASE_INSENSITIVE);

    /** A longer message is cut off, although the vendor decodes whole ones only. */
    private static final int LONGEST_AUTHORIZATION_MESSAGE = 8192;

    private final InstantSource clock;
    private final UnaryOperator<String> withoutSecrets;

    /** @param withoutSecrets takes the keys out of a text: a gateway may quote the request that it refuses */
    HuaweiErrors(InstantSource clock, UnaryOperator<String> withoutSecrets) {
        this.clock = clock;
        this.withoutSecrets = withoutSecrets;
    }

    /** The refusal of a request. The order matters: being throttled and a proxy's page say nothing about keys or groups. */
    DirectoryException of(ApiRequest request, ApiResponse response) {
        HuaweiErrorResponse error = HuaweiErrorResponse.of(response, clock.instant(), withoutSecrets);
        Failure failure = failure(request, error, error.message());
        if (error.isThrottled()) {
            return new Throttled(failure, error.throttlingDelay(), null);
        }
        if (error.isUnavailable() || (error.html() && error.status() != 401)) {
            return new Unavailable(failure, error.retryAfter(), null);
        }
        if (error.status() == 401) {
            return new Denied(failure(request, error, clockOrMessage(error)), true, null);
        }
        if (error.status() == 403 || (error.isAboutKeys() && error.status() != 404)) {
            Denied denied = error.isAboutKeys()
                    ? new Denied(failure(request, error, clockOrMessage(error)), true, null)
                    : new Denied(failure, false, null);
            logAuthorizationMessage(denied, error.authorizationMessage());
            return denied;
        }
        if (error.status() == 404) {
            return new NotFound(failure, request.group() == null || error.isAboutStore(), null);
        }
        return request.marker() == null ? new InvalidRequest(failure, null) : new ExpiredMarker(failure, null);
    }

    private static Failure failure(ApiRequest request, HuaweiErrorResponse error, String message) {
        return request.failure(error.status(), error.code(), message, error.requestId());
    }

    /** Signatures are valid for 15 minutes, and a wrong clock looks like a wrong key. */
    private String clockOrMessage(HuaweiErrorResponse error) {
        Duration ahead = HttpTime.refusedSkew(error.date(), clock.instant());
        if (ahead != null) {
            return "this host's clock is " + ahead.abs().toMinutes() + " minutes "
                    + (ahead.isNegative() ? "behind" : "ahead of") + " the provider's, which refuses more than 15: "
                    + error.message();
        }
        return CLOCK_WORDS.matcher(error.message()).find()
                ? "this host's clock is off by more than 15 minutes, or the request was on its way for longer: "
                        + error.message()
                : error.message();
    }

    private static void logAuthorizationMessage(Denied denied, @Nullable String encoded) {
        if (encoded != null) {
            String printable = encoded.replaceAll("[^\\x21-\\x7e]", "");
            LogFields.of(LOG.atWarn(), denied)
                    .log(
                            "{} was denied; encoded_authorization_message, for Huawei to decode: {}",
                            denied.failure().operation(),
                            printable.substring(0, Math.min(printable.length(), LONGEST_AUTHORIZATION_MESSAGE)));
        }
    }
}
