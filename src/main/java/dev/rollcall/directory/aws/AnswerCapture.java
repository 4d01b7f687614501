package dev.rollcall.directory.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Hands the answer to the caller as it came, and the SDK an empty object in its place.
 *
 * <p>The SDK's own reader must not be relied on for pages. Of a union variant that it does not know it keeps neither
 * name nor value; a number passes for text; and after an object in place of the marker it stops reading, which leaves an
 * empty page and no error (tried with 2.54.14). So that nothing is parsed twice, it gets nothing to parse.
 */
final class AnswerCapture implements ExecutionInterceptor {
    /** Where a request wants its answer put. */
    static final ExecutionAttribute<AtomicReference<Answer>> ANSWER = new ExecutionAttribute<>("RollcallAnswer");

    /** A page of 100 of the largest documented items is a fraction of this. */
    static final int LARGEST_BODY = 32 << 20;

    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    /** A checksum of the body that is replaced would not match. */
    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.httpResponse().toBuilder().removeHeader("x-amz-crc32").build();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        byte[] body = context.responseBody().map(AnswerCapture::read).orElse(new byte[0]);
        Answer answer = new Answer(context.httpResponse(), body);
        attributes.getAttribute(ANSWER).set(answer);
        return Optional.of(new ByteArrayInputStream(answer.isSuccessful() ? NOTHING : body));
    }

    private static byte[] read(InputStream content) {
        try (content) {
            byte[] body = content.readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                throw new IOException("the answer is longer than " + LARGEST_BODY + " bytes");
            }
            return body;
        } catch (IOException cutOff) {
            throw SdkClientException.create("The answer was cut off: " + cutOff.getMessage(), cutOff);
        }
    }
}
