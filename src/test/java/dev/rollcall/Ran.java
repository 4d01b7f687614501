package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What one command line came to. */
record Ran(int exitCode, String out, String err) {
    /** Ended with this exit code and one line that holds all these words; nothing on standard output. */
    void isRefused(int expected, String... words) {
        assertThat(exitCode).as("exit code; standard error: %s", err).isEqualTo(expected);
        assertThat(err.lines().toList()).hasSize(1);
        assertThat(err).contains(words).doesNotContain("Exception:", "\tat ");
        assertThat(out).isEmpty();
    }

    /** Ended with 0. */
    Ran isDone() {
        return endsWith(0);
    }

    Ran endsWith(int expected) {
        assertThat(exitCode).as("exit code; %s %s", out, err).isEqualTo(expected);
        return this;
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
