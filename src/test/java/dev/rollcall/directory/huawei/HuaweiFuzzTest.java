package dev.rollcall.directory.huawei;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequest;
import com.huaweicloud.sdk.core.http.HttpRequestDef;
import com.huaweicloud.sdk.core.http.HttpResponse;
import com.huaweicloud.sdk.core.impl.DefaultHttpResponse;
import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.FuzzedResponse;
import dev.rollcall.directory.FuzzedResponse.Header;
import dev.rollcall.directory.FuzzedResponse.Operation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * Whatever is answered, it becomes records or one of the port's errors. The SDK signs and sends nothing here; what it
 * makes of an answer is its own.
 */
class HuaweiFuzzTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z"));
    private static final FuzzedResponse REFUSAL = new FuzzedResponse(
            Operation.describeGroups,
            403,
            List.of(new Header("Content-Type", "application/json")),
            "{\"error_code\":\"no\"}");

    private final HuaweiTransport transport = new HuaweiTransport(1);
    private final Canned core = new Canned(new HttpConfig());
    private final HuaweiSigner signer = new HuaweiSigner(
            () -> new BasicCredentials().withAk(AdapterFixture.ACCESS_KEY).withSk(AdapterFixture.SECRET_KEY),
            "a project");

    @AfterEach
    void close() {
        transport.close();
    }

    @FuzzTest(maxDuration = "10m")
    @DictionaryEntries({
        "groups",
        "group_memberships",
        "page_info",
        "next_marker",
        "group_id",
        "member_id",
        "user_id",
        "1e999999999",
        "-62135596800001",
        "253402300800000",
        "Content-Type: ",
        "application/bson",
        "Retry-After: ",
        "Date: ",
        "error_code",
        "error_msg",
        "APIGW.0308",
        "limit:5,time:1 minute",
        "identity store",
        "\\ud800",
        "\\u0000"
    })
    void anyAnswerIsReadOrRefused(byte[] bytes) {
        FuzzedResponse answer = FuzzedResponse.of(bytes);
        HuaweiConnection connection =
                new HuaweiConnection(transport, core, signer, new HuaweiErrors(CLOCK, signer::withoutSecrets));
        Directory directory = new HuaweiDirectory(connection, AdapterFixture.STORE, 100);
        core.answer = answer;
        answer.readBy(directory);
    }

    /** Answers every request alike, by way of the SDK's own reading of an answer, which it does not publish. */
    private static final class Canned extends HcClient {
        private static final Constructor<DefaultHttpResponse> READ = constructor();
        private static final HttpRequest ASKED = HttpRequest.newBuilder()
                .withMethod(HttpMethod.GET)
                .withEndpoint("http://localhost")
                .withPath("/")
                .build();
        private static final Request REQUEST =
                new Request.Builder().url("http://localhost").build();

        private FuzzedResponse answer = REFUSAL;

        Canned(HttpConfig config) {
            super(config);
        }

        @Override
        public <R, S> S syncInvokeHttp(R request, HttpRequestDef<R, S> definition) {
            new HuaweiResponseCapture().handleException(ASKED, response());
            throw new IllegalStateException("an answer was not taken");
        }

        private HttpResponse response() {
            MediaType type = type();
            if (type == null && !answer.body().isEmpty()) {
                // As the SDK's HTTP client does, before it reads anything.
                throw new SdkException("no content type");
            }
            Headers.Builder headers = new Headers.Builder();
            for (Header header : answer.headers()) {
                headers.addUnsafeNonAscii(header.name(), header.value());
            }
            Response response = new Response.Builder()
                    .request(REQUEST)
                    .protocol(Protocol.HTTP_1_1)
                    .code(answer.status())
                    .message("")
                    .headers(headers.build())
                    .body(ResponseBody.create(answer.bytes(), type))
                    .build();
            try {
                return READ.newInstance(response);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException failed) {
                    throw failed;
                }
                throw new IllegalStateException(e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private @Nullable MediaType type() {
            for (Header header : answer.headers()) {
                if (header.name().equalsIgnoreCase("Content-Type")) {
                    return MediaType.parse(header.value());
                }
            }
            return null;
        }

        private static Constructor<DefaultHttpResponse> constructor() {
            try {
                Constructor<DefaultHttpResponse> read =
                        DefaultHttpResponse.class.getDeclaredConstructor(Response.class);
                read.setAccessible(true);
                return read;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
