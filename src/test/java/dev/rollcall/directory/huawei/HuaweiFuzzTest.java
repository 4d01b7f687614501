package dev.rollcall.directory.huawei;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.FuzzedResponse;
import dev.rollcall.directory.FuzzedResponse.Header;
import dev.rollcall.directory.FuzzedResponse.Operation;
import dev.rollcall.directory.wire.Network;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;

/** Whatever is answered, it becomes records or one of the port's errors. The signing is the SDK's, without a network. */
class HuaweiFuzzTest {
    private static final String ENDPOINT = "http://localhost";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z"));
    private static final FuzzedResponse REFUSAL = new FuzzedResponse(
            Operation.describeGroups,
            403,
            List.of(new Header("Content-Type", "application/json")),
            "{\"error_code\":\"no\"}");

    private final Canned server = new Canned();
    private final HuaweiTransport transport = new HuaweiTransport(
            new OkHttpClient.Builder().addInterceptor(server), 1, Duration.ofMinutes(1), new Network(Map.of()));
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
                new HuaweiConnection(transport, ENDPOINT, signer, new HuaweiErrors(CLOCK, signer::withoutSecrets));
        Directory directory = new HuaweiDirectory(connection, AdapterFixture.STORE, 100);
        server.answer = answer;
        answer.readBy(directory);
    }

    /** Answers every request alike. */
    private static final class Canned implements Interceptor {
        private FuzzedResponse answer = REFUSAL;

        @Override
        public Response intercept(Chain chain) {
            Headers.Builder headers = new Headers.Builder();
            for (Header header : answer.headers()) {
                headers.addUnsafeNonAscii(header.name(), header.value());
            }
            return new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(answer.status())
                    .message("")
                    .headers(headers.build())
                    .body(ResponseBody.create(answer.bytes(), null))
                    .build();
        }
    }
}
