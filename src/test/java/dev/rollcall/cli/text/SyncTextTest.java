package dev.rollcall.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Blame;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Failure;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SyncTextTest {
    @Test
    void stoppedRunSaysThatItCanBeResumed() {
        assertThat(text(result(Outcome.STOPPED, 7L, null)))
                .containsExactly("acme: stopped at snapshot 7; run again to resume");
    }

    @Test
    void failureIsOneLineThatEndsWithWhatToDo() {
        assertThat(text(result(
                        Outcome.FAILED, 7L, failure("unavailable", Blame.PROVIDER, "ListUsers: HTTP 503\nretry"))))
                .containsExactly("acme: failed at snapshot 7: ListUsers: HTTP 503\\nretry; run again to resume");
        assertThat(text(result(Outcome.FAILED, null, failure("denied", Blame.PERMISSION, "ListGroups: no"))))
                .containsExactly("acme: failed: ListGroups: no; 'rollcall check acme' tells what is not permitted");
    }

    @Test
    void busySourceSaysWhoHoldsIt() {
        assertThat(text(result(
                        Outcome.BUSY, null, failure("busy", Blame.OTHER_RUN, "source acme: another run holds it"))))
                .containsExactly("acme: busy: source acme: another run holds it");
    }

    @Test
    void groupsThatChangedWhileTheyWereReadAreToldOnlyWhereThereAreSome() {
        assertThat(text(published(new SnapshotRow.Sample(20, 3))))
                .containsExactly(
                        "acme: published snapshot 7",
                        "  3 of 20 groups that were read again at the end had changed meanwhile");
        assertThat(text(published(new SnapshotRow.Sample(20, 0)))).containsExactly("acme: published snapshot 7");
    }

    private static SyncResult published(SnapshotRow.Sample sample) {
        return new SyncResult(
                "acme", "aws", "d-1234567890", 7L, Outcome.PUBLISHED, false, null, null, sample, 1.5, null, null, null);
    }

    private static List<String> text(SyncResult result) {
        return SyncText.of(result, Names.WHOLE);
    }

    private static Failure failure(String code, Blame blame, String message) {
        return new Failure(code, blame, message, null, null, null, null);
    }

    private static SyncResult result(Outcome outcome, @Nullable Long snapshot, @Nullable Failure failure) {
        return new SyncResult(
                "acme", "aws", "d-1234567890", snapshot, outcome, false, null, null, null, 1.5, null, null, failure);
    }
}
