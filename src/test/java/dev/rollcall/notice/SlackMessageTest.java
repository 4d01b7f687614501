package dev.rollcall.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SlackMessageTest {
    @Test
    void nameOfAGroupWakesNobody() {
        assertThat(text("acme: published\n  <!channel> & <@U123> <https://evil.example|a link>"))
                .isEqualTo(
                        "acme: published\n  &lt;!channel&gt; &amp; &lt;@U123&gt; &lt;https://evil.example|a link&gt;");
    }

    @Test
    void textOfTheGreatestLengthIsWhole() {
        assertThat(text("x".repeat(3_000))).isEqualTo("x".repeat(3_000));
        assertThat(text("x".repeat(2_996) + "<")).isEqualTo("x".repeat(2_996) + "&lt;");
    }

    @Test
    void longerTextIsCutAndNeverWithinAnEscape() {
        assertThat(text("x".repeat(3_001))).isEqualTo("x".repeat(2_999) + "…");
        for (int before = 2_985; before <= 3_000; before++) {
            assertThat(text("x".repeat(before) + "<".repeat(10)))
                    .hasSizeLessThanOrEqualTo(3_000)
                    .matches("x+(&lt;)*…");
        }
    }

    @Test
    void longerTextIsNeverCutWithinACharacter() {
        assertThat(text("😀".repeat(1_501))).isEqualTo("😀".repeat(1_499) + "…");
        assertThat(text("x" + "😀".repeat(1_501))).isEqualTo("x" + "😀".repeat(1_499) + "…");
    }

    private static String text(String summary) {
        return JsonMapper.shared()
                .readTree(SlackMessage.of(summary))
                .get("text")
                .asString();
    }
}
