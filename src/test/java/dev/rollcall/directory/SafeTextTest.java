package dev.rollcall.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void namesOfEveryScriptPass() {
        assertThat(SafeText.of("Füße 営業部 אבג 🚀 a\\b")).isEqualTo("Füße 営業部 אבג 🚀 a\\b");
    }

    @Test
    void lineBreaksAndTabsBecomeVisible() {
        assertThat(SafeText.of("a\r\nb\tc")).isEqualTo("a\\r\\nb\\tc");
        assertThat(SafeText.of("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u{2028}b\\u{2029}c\\u{0085}d");
    }

    @Test
    void escapeSequencesAndBidirectionalOverridesAreHarmless() {
        assertThat(SafeText.of("\u001b[2J\u0007")).isEqualTo("\\u{001B}[2J\\u{0007}");
        assertThat(SafeText.of("\u202egnp.exe\u2066\u200b")).isEqualTo("\\u{202E}gnp.exe\\u{2066}\\u{200B}");
    }

    @Test
    void loneSurrogatesAreShown() {
        assertThat(SafeText.of("a\ud800b")).isEqualTo("a\\u{D800}b");
    }

    @Test
    void proseIsOneLineOfSingleBlanks() {
        assertThat(SafeText.oneLine(" \ta\r\n  b\u001b[2J\u202ec\ud800d 🚀\n")).isEqualTo("a b [2J c d 🚀");
        assertThat(SafeText.oneLine("a  bcd", 3)).isEqualTo("a b");
    }

    @Test
    void whatIsCitedFromAFileIsMaskedAndShort() {
        assertThat(SafeText.masked("a\u001b[31m\u202eb")).isEqualTo("a\uFFFD[31m\uFFFDb");
        assertThat(SafeText.masked("x".repeat(1_000))).hasSize(240);
        assertThat(SafeText.quoted("a\nb")).isEqualTo("'a\uFFFDb'");
        assertThat(SafeText.quoted("🚀".repeat(60))).isEqualTo("'" + "🚀".repeat(60) + "'");
        assertThat(SafeText.quoted("🚀".repeat(61))).isEqualTo("'" + "🚀".repeat(60) + "…'");
    }

    @Test
    void somethingStandsInForAMissingName() {
        assertThat(SafeText.of(null, "user 7")).isEqualTo("user 7");
        assertThat(SafeText.of(" ", "user 7")).isEqualTo("user 7");
    }
}
