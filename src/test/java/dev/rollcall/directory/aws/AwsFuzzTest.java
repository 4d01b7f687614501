package dev.rollcall.directory.aws;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.FuzzedResponse;
import dev.rollcall.directory.FuzzedResponse.Header;
import dev.rollcall.directory.wire.Network;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/** Whatever is answered, it becomes records or one of the port's errors. The SDK is the real one, without a network. */
class AwsFuzzTest {
    @TempDir
    Path folder = Path.of("");

    private final Canned http = new Canned();
    private Directory directory;

    @BeforeEach
    void open() {
        directory = new AwsProvider(new Network(Map.of()))
                .open(
                        AdapterFixture.settings(null, AdapterFixture.keyFiles(folder), 100, Duration.ofSeconds(60)),
                        Region.EU_WEST_1,
                        new AwsSharedConfiguration("default"),
                        http);
    }

    @AfterEach
    void close() {
        // The SDK keeps what it learned of clocks for the whole JVM.
        SdkGlobalTime.setGlobalTimeOffset(0);
        directory.close();
    }

    @FuzzTest(maxDuration = "10m")
    @DictionaryEntries({
        "ListGroups",
        "NextToken",
        "GroupId",
        "MemberId",
        "UserId",
        "1e999999999",
        "-62135596801",
        "253402300800",
        "x-amzn-ErrorType: ",
        "Retry-After: ",
        "Date: ",
        "\"RetryAfterSeconds\":",
        "\"Reason\":\"KMS_\"",
        "__type",
        "ThrottlingException",
        "ValidationException",
        "InvalidSignatureException",
        "\\ud800",
        "\\u0000"
    })
    void anyAnswerIsReadOrRefused(byte[] bytes) {
        http.answer = FuzzedResponse.of(bytes);
        http.answer.readBy(directory);
    }

    /** Answers every request alike. */
    private static final class Canned implements SdkHttpClient {
        private FuzzedResponse answer = FuzzedResponse.of(new byte[0]);

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return response();
                }

                @Override
                public void abort() {}
            };
        }

        private HttpExecuteResponse response() {
            SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(answer.status());
            for (Header header : answer.headers()) {
                head.appendHeader(header.name(), header.value());
            }
            return HttpExecuteResponse.builder()
                    .response(head.build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.bytes())))
                    .build();
        }

        @Override
        public void close() {}
    }
}
