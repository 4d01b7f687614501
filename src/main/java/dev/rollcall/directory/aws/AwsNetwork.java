package dev.rollcall.directory.aws;

import dev.rollcall.directory.wire.NetworkException;
import dev.rollcall.directory.wire.ProxySettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What all requests to AWS have in common, whichever service they are for: where no answer comes, or none whole, a {@link
 * NetworkException} is the failure's cause, and bodies are bounded.
 *
 * @param proxies those that requests go through
 */
record AwsNetwork(ProxySettings proxies) implements ExecutionInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(AwsNetwork.class);

    /** What is read of a page, which nobody looks at, to use its connection again. */
    private static final int LONGEST_PAGE = 64 << 10;

    /** Of a proxy that refuses, the HTTP client hands over the response as if it came from AWS, which gives an id. */
    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        URI target = context.httpRequest().getUri();
        boolean fromProxy = !response.isSuccessful()
                && proxies.server(target) != null
                && response.firstMatchingHeader(AwsResponseCapture.REQUEST_ID).isEmpty();
        if (fromProxy) {
            context.responseBody().ifPresent(AwsNetwork::release);
            throw NetworkException.of(new IOException("CONNECT: " + response.statusCode()), target, proxies);
        }
    }

    /** Gives a page's connection back: for the next request where the page is short, else closed. */
    private static void release(InputStream page) {
        try (page) {
            if (page.readNBytes(LONGEST_PAGE + 1).length > LONGEST_PAGE && page instanceof Abortable endless) {
                endless.abort();
            }
        } catch (IOException broken) {
            LOG.debug("The connection of a proxy's page is gone: {}", broken.getMessage());
        }
    }

    /** Pages are bounded where they are captured. */
    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return attributes.getAttribute(AwsResponseCapture.RESPONSE) != null
                ? context.responseBody()
                : context.responseBody().map(AwsResponseCapture::read).map(ByteArrayInputStream::new);
    }

    /** The SDK takes an exception of the same class only. */
    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        Throwable failed = context.exception();
        URI target = context.httpRequest().map(request -> request.getUri()).orElse(null);
        if (target == null || !AwsErrors.isTransport(failed)) {
            return failed;
        }
        NetworkException unanswered = NetworkException.of(failed, target, proxies);
        if (failed.getClass() == SdkClientException.class) {
            return SdkClientException.create(unanswered.getMessage(), unanswered);
        }
        return failed instanceof ApiCallAttemptTimeoutException
                ? ApiCallAttemptTimeoutException.builder()
                        .message(unanswered.getMessage())
                        .cause(unanswered)
                        .build()
                : failed;
    }
}
