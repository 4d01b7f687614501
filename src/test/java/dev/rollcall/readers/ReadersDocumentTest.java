package dev.rollcall.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code -Drollcall.write-docs=true} writes the document's generated part anew. */
class ReadersDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "readers.md");

    @Test
    void documentSaysWhatTheDatabasesCommentsSay() throws IOException {
        String document = Files.readString(DOCUMENT);
        String current;
        try (TestDatabase database = MigratedDatabase.create()) {
            current =
                    ReadersDocument.of(JdbcClient.create(database.dataSource())).replacedIn(document);
        }
        if (Boolean.getBoolean("rollcall.write-docs")) {
            Files.writeString(DOCUMENT, current);
            return;
        }

        assertThat(document)
                .as("%s is out of date: ./mvnw -q test -Dtest=ReadersDocumentTest -Drollcall.write-docs=true", DOCUMENT)
                .isEqualTo(current);
    }
}
