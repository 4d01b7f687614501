package dev.rollcall.answer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.NoticeSettings.Format;
import dev.rollcall.source.NoticeSettings.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ConfigurationTextTest {
    @Test
    void webhookAndItsFilesAreLeftOut() {
        NoticeSettings given = new NoticeSettings(
                URI.create("https://hooks.example/s3cret"),
                null,
                Format.SLACK,
                Path.of("/run/secrets/hook"),
                EnumSet.of(Kind.FAILED, Kind.GUARDED));
        NoticeSettings inAFile = new NoticeSettings(
                null, Path.of("/run/secrets/url"), Format.CLOUDEVENTS, null, EnumSet.of(Kind.FAILED));

        assertThat(text(given)).endsWith("""
                        notify:
                          webhook: (left out)
                          format: slack
                          secret-file: (left out)
                          'on':
                          - guarded
                          - failed
                        """).doesNotContain("s3cret", "hooks.example", "/run/secrets");
        assertThat(text(inAFile)).endsWith("""
                        notify:
                          webhook-file: (left out)
                          format: cloudevents
                          'on':
                          - failed
                        """);
    }

    private static String text(NoticeSettings notices) {
        return ConfigurationText.of(new SourceBuilder("acme", "aws", "d-1234567890", "eu-west-1")
                .notices(notices)
                .build());
    }
}
