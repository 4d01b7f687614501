package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.sandbox.SandboxDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The model: what was published when, in plain lines, kept in memory. */
final class PublishedHistory {
    private final Map<Instant, Answer> answers = new TreeMap<>();

    /**
     * What readers saw as of a time.
     *
     * @param lines as {@link #lines} makes them
     * @param rows with all columns
     */
    private record Answer(List<String> lines, List<String> rows) {}

    /**
     * Notes what was published since the last call, if anything was.
     *
     * @param truth what must have been published; null where the directory changed while it was read
     */
    void note(ReaderRows readers, @Nullable SandboxDirectory truth) {
        for (Instant time : readers.publishTimes()) {
            if (!answers.containsKey(time)) {
                List<String> lines = readers.linesAsOf(time);
                if (truth != null) {
                    assertThat(lines).as("published at " + time).isEqualTo(lines(truth));
                }
                answers.put(time, new Answer(truth == null ? lines : lines(truth), readers.asOf(time)));
            }
        }
    }

    /** Fails unless the past reads as it did when it was noted. */
    void isUnchanged(ReaderRows readers) {
        answers.forEach((time, answer) -> {
            assertThat(readers.linesAsOf(time)).as("as of " + time).isEqualTo(answer.lines());
            assertThat(readers.asOf(time)).as("as of " + time).isEqualTo(answer.rows());
        });
    }

    private static List<String> lines(SandboxDirectory truth) {
        List<String> lines = new ArrayList<>();
        truth.groups()
                .forEach(group -> lines.add("group " + group.id().value() + " "
                        + (group.displayName() == null ? "" : group.displayName())));
        truth.users().forEach(user -> lines.add("user " + user.id() + " " + user.userName()));
        truth.memberships()
                .forEach(row -> lines.add(
                        "membership " + row.group().value() + " " + row.member().id() + " " + row.membershipId()));
        return lines.stream().sorted().toList();
    }
}
