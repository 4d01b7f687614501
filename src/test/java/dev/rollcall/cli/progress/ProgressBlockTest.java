package dev.rollcall.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBlockTest {
    private static final long SECOND = 1_000_000_000;

    private long now;

    @Test
    void eachSourceHasItsLineFromTheFirstMomentToTheEnd() {
        ProgressBlock block = new ProgressBlock(List.of("acme", "emea-2", "apac"));
        block.started("acme", progress("acme", CountedProgress.reading(30, 120, 60)));
        block.ended("apac", "published");
        now += 4 * SECOND;

        assertThat(block.lines(90, 24))
                .containsExactly(
                        "acme   memberships [=====" + " ".repeat(16)
                                + "] 30/120 groups, 300 members, 15 req/s, 0:06 left",
                        "emea-2 waiting",
                        "apac   published");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 76, 100, 156})
    void lineFitsAndItsBarTakesTheWidthLeft(int columns) {
        ProgressBlock block = new ProgressBlock(List.of("acme"));
        block.started(
                "acme", progress("acme", CountedProgress.reading(30, 120, 60).troubled(12, 1)));
        now += 4 * SECOND;
        String line = block.lines(columns, 24).get(0);

        assertThat(line).startsWith("acme memberships ".substring(0, Math.min(17, columns - 1)));
        assertThat(line).hasSizeLessThanOrEqualTo(columns);
        if (line.contains("[")) {
            assertThat(line).hasSize(columns);
        }
        assertThat(line.contains("[")).isEqualTo(columns >= 80);
    }

    @Test
    void membersGiveWayToTheBarAndTroubleDoesNot() {
        ProgressBlock block = new ProgressBlock(List.of("acme"));
        block.started(
                "acme", progress("acme", CountedProgress.reading(30, 120, 60).troubled(1_200, 2)));
        now += 4 * SECOND;

        assertThat(block.lines(92, 24).get(0))
                .contains("] 30/120 groups, 315 req/s, 1,200 throttled, 2 gaps, 0:06 left")
                .doesNotContain("members,");
        assertThat(block.lines(120, 24).get(0)).contains(", 300 members, 315 req/s, 1,200 throttled, 2 gaps, ");
    }

    @Test
    void wholeIsNotKnownWhileGroupsAreListedAndNothingIsLeftAtThePublish() {
        ProgressBlock block = new ProgressBlock(List.of("acme", "beta"));
        block.started(
                "acme", progress("acme", new CountedProgress(false, 0, 100, 2, 0, 0, OptionalLong.empty(), false)));
        block.started("beta", progress("beta", CountedProgress.publishing(120)));
        now += 4 * SECOND;

        assertThat(block.lines(76, 24))
                .containsExactly(
                        "acme listing 0/100 groups or more, 0 members, 0.5 req/s",
                        "beta publish 120/120 groups, 1,200 members");
    }

    @Test
    void ofMoreSourcesThanLinesThoseThatRunAreShown() {
        List<String> names = IntStream.range(0, 30).mapToObj(n -> "s" + n).toList();
        ProgressBlock block = new ProgressBlock(names);
        names.subList(0, 4).forEach(name -> block.ended(name, "published"));
        names.subList(4, 9).forEach(name -> block.started(name, progress(name, CountedProgress.reading(1, 2, 3))));

        assertThat(block.lines(76, 6))
                .hasSize(6)
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("s4  memberships "))
                .satisfies(lines -> assertThat(lines.get(5)).isEqualTo("21 waiting, 4 ended"));
        assertThat(block.lines(76, 4)).hasSize(4).last().isEqualTo("2 more under way, 21 waiting, 4 ended");
        assertThat(block.lines(76, 30)).hasSize(30);
    }

    @Test
    void logHasALineEveryHalfMinuteAndOneOfASlowPublish() {
        SourceProgress reading = progress("acme", CountedProgress.reading(30, 120, 60));
        SourceProgress publishing = progress("beta", CountedProgress.publishing(120));

        assertThat(publishing.dueInLog()).isNull();
        now += 3 * SECOND;
        assertThat(reading.dueInLog()).isNull();
        assertThat(publishing.dueInLog()).isEqualTo("source beta: publish, 120/120 groups, 1,200 members, 7 users");
        now += 27 * SECOND;
        assertThat(reading.dueInLog())
                .startsWith("source acme: memberships, 30/120 groups, 300 members, ")
                .endsWith(" left, 7 users");
        assertThat(publishing.dueInLog()).isNull();
        now += 3 * SECOND;
        assertThat(reading.dueInLog()).isNull();
        assertThat(publishing.dueInLog()).startsWith("source beta: publish");
    }

    private SourceProgress progress(String source, CountedProgress progress) {
        return new SourceProgress(source, progress, () -> now);
    }
}
