package dev.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.rollcall.directory.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a job file, it describes a source, or one line says what is wrong with it. */
class JobFileFuzzTest {
    @TempDir
    Path folder = Path.of("");

    @FuzzTest(maxDuration = "2m")
    @DictionaryEntries({
        "provider: ",
        "identity-store-id: ",
        "region: ",
        "endpoint: https://",
        "credentials:",
        "profile: ",
        "role-arn: ",
        "access-key-file: ",
        "secret-key-file: ",
        "scope:",
        "group-ids: [",
        "group-ids-file: ",
        "limits:",
        "requests-per-second: ",
        "timeout: ",
        "guard:",
        "gaps:",
        "notify:",
        "webhook: https://",
        "on: [",
        "resume-within: ",
        "schedule: every ",
        "time-zone: ",
        "<<: *",
        "&a",
        "!!",
        "999999999d",
        "AKIA",
        "null",
        "~",
        "\\u0000"
    })
    void anyJobFileIsReadOrRefused(byte[] bytes) throws IOException {
        Files.write(folder.resolve("fuzzed.yaml"), bytes);
        try {
            Source source = new JobFiles(folder, KnownProvider.ALL).load("fuzzed");
            assertThat(source.name()).isEqualTo("fuzzed");
        } catch (ConfigurationException wrong) {
            assertThat(wrong).message().isNotBlank().doesNotContainPattern("\\p{Cntrl}");
        }
    }
}
