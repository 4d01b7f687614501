package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.sandbox.SandboxDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The model: what was published when, in plain lines, kept in memory. */
final class PublishedHistory {
    private final TreeMap<Instant, Answer> answers = new TreeMap<>();

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
                isWhatChangesMake(readers, time, lines);
                if (truth != null) {
                    assertThat(lines).as("published at " + time).isEqualTo(lines(truth));
                }
                answers.put(time, new Answer(truth == null ? lines : lines(truth), readers.asOf(time)));
            }
        }
    }

    /** Fails unless the changes turn what was published before into this; the first published snapshot has none. */
    private void isWhatChangesMake(ReaderRows readers, Instant time, List<String> lines) {
        Map.Entry<Instant, Answer> before = answers.lowerEntry(time);
        List<String> left = readers.linesOfChanges(time, "before");
        List<String> came = readers.linesOfChanges(time, "after");
        if (before == null) {
            assertThat(left).as("changes of a baseline").isEmpty();
            assertThat(came).as("changes of a baseline").isEmpty();
            return;
        }
        Set<String> rows = new TreeSet<>(before.getValue().lines());
        left.forEach(line -> assertThat(rows.remove(line)).as(line).isTrue());
        came.forEach(line -> assertThat(rows.add(line)).as(line).isTrue());
        assertThat(rows).as("changes published at " + time).containsExactlyElementsOf(lines);
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
