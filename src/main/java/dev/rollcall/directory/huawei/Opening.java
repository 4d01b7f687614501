package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.ClientBuilder;
import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ConnectionException;
import com.huaweicloud.sdk.core.exception.RequestTimeoutException;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.identitycenterstore.v1.region.IdentityCenterStoreRegion;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.DirectorySettings;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the SDK's core client, which for a region without a project id asks the IAM service for one. */
final class Opening {
    private static final String OPERATION = "KeystoneListProjects";

    private final DirectorySettings settings;
    private final HttpConfig config;

    Opening(DirectorySettings settings, HttpConfig config) {
        this.settings = settings;
        this.config = config;
    }

    /** @param first what the builder insists on; has a project id afterwards where the IAM service was asked */
    HcClient core(BasicCredentials first) {
        ClientBuilder<HcClient> builder = new ClientBuilder<HcClient>(client -> client)
                .withCredential(first)
                .withHttpConfig(config)
                .withExceptionHandler(new AnswerTaker());
        URI endpoint = settings.endpoint();
        if (endpoint != null) {
            return builder.withEndpoints(List.of(text(endpoint))).build();
        }
        builder.withRegion(region());
        try {
            return builder.build();
        } catch (SdkException e) {
            throw refusal(e);
        }
    }

    private static String text(URI endpoint) {
        String text = endpoint.toString();
        if (!text.matches("(?i)https?://[^/?#]+[^?#]*")) {
            throw new ConfigurationException("endpoint: expected an http or https URL, not " + text);
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private Region region() {
        try {
            return IdentityCenterStoreRegion.valueOf(settings.region());
        } catch (IllegalArgumentException e) {
            // Its message ends in the list of those that it knows.
            throw new ConfigurationException("region: " + e.getMessage() + "; or give an endpoint", e);
        } catch (SdkException e) {
            throw new ConfigurationException("region: " + e.getMessage(), e);
        }
    }

    private static RuntimeException refusal(SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServiceResponseException refused) {
                return refusal(refused);
            }
            if (cause instanceof ConnectionException || cause instanceof RequestTimeoutException) {
                Failure nothing =
                        new Failure(OPERATION, null, 0, null, "cannot reach the IAM service: " + message(cause), null);
                return new Unavailable(nothing, null, failure);
            }
        }
        return new ConfigurationException("credentials: no project-id given, and none found: " + message(failure));
    }

    private static RuntimeException refusal(ServiceResponseException refused) {
        int status = refused.getHttpStatusCode();
        Failure failure =
                new Failure(OPERATION, null, status, refused.getErrorCode(), message(refused), refused.getRequestId());
        return status == 429 || status >= 500
                ? new Unavailable(failure, null, refused)
                : new Denied(failure, true, refused);
    }

    /** Of the innermost cause, on one line. */
    private static String message(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        @Nullable String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
    }
}
