package dev.rollcall.directory.aws;

import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.MalformedBodyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Hands each response to the caller as it came, and an empty object to the SDK in its place.
 *
 * <p>The SDK's own reader can't be relied on for pages. Of a union variant that it does not know it keeps neither name
 * nor value; it takes a number for text; and after an object in place of the marker it stops reading, which leaves an
 * empty page and no error (tried with 2.54.14). So that nothing is parsed twice, it gets nothing to parse.
 */
final class AwsResponseCapture implements ExecutionInterceptor {
    /** Where a request wants its response put. */
    static final ExecutionAttribute<AtomicReference<ApiResponse>> RESPONSE =
            new ExecutionAttribute<>("RollcallResponse");

    static final List<String> REQUEST_ID = List.of("x-amzn-RequestId", "x-amz-request-id");
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    /** A checksum would not match the body that is put in the response's place. */
    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.httpResponse().toBuilder().removeHeader("x-amz-crc32").build();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse head = context.httpResponse();
        byte[] body = context.responseBody().map(AwsResponseCapture::read).orElse(new byte[0]);
        ApiResponse response = new ApiResponse(
                head.statusCode(),
                name -> head.firstMatchingHeader(name).orElse(null),
                body,
                head.firstMatchingHeader(REQUEST_ID).orElse(null));
        attributes.getAttribute(RESPONSE).set(response);
        return Optional.of(new ByteArrayInputStream(response.isSuccessful() ? NOTHING : body));
    }

    /** @throws MalformedBodyException when it is too long to be an answer */
    static byte[] read(InputStream content) {
        try (content) {
            return ApiResponse.read(content);
        } catch (MalformedBodyException tooLong) {
            if (content instanceof Abortable endless) {
                endless.abort();
            }
            throw tooLong;
        } catch (IOException cutOff) {
            throw SdkClientException.create("The response was cut off: " + cutOff.getMessage(), cutOff);
        }
    }
}
