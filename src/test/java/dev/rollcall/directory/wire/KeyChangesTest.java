package dev.rollcall.directory.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.Unavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyChangesTest {
    private static final ApiRequest REQUEST = new ApiRequest("ListGroups", null, null);
    private final DirectoryException refusal =
            new Denied(REQUEST.failure(403, "InvalidSignature", "no", "req-1"), true, null);

    private long nanos;
    private final KeyChanges changes = new KeyChanges(() -> nanos);

    @Test
    void refusalOfKeysThatNeverChangedStays() {
        changes.note("first");
        assertThat(changes.judge(REQUEST, refusal, () -> "first")).isSameAs(refusal);
    }

    @Test
    void refusalSoonAfterAChangeMayPassAndSaysWhatTheProviderSaid() {
        changes.note("first");
        changes.note("second");
        nanos += Duration.ofSeconds(59).toNanos();
        assertThat(changes.judge(REQUEST, refusal, () -> "second"))
                .isInstanceOf(Unavailable.class)
                .hasMessage("ListGroups: the keys have just changed, perhaps not all of them yet: no"
                        + " (HTTP 403, InvalidSignature, request req-1)");
    }

    @Test
    void changeWhileTheRequestWasOnItsWayCounts() {
        changes.note("first");
        assertThat(changes.judge(REQUEST, refusal, () -> "second")).isInstanceOf(Unavailable.class);
    }

    @Test
    void refusalLongAfterAChangeStays() {
        changes.note("first");
        changes.note("second");
        nanos += Duration.ofSeconds(60).toNanos();
        assertThat(changes.judge(REQUEST, refusal, () -> "second")).isSameAs(refusal);
    }

    @Test
    void refusalOfAGroupStays() {
        DirectoryException ofGroup = new Denied(REQUEST.failure("no"), false, null);
        changes.note("first");
        assertThat(changes.judge(REQUEST, ofGroup, () -> "second")).isSameAs(ofGroup);
    }

    @Test
    void keysThatCanNotBeReadAnyMoreAreTold() {
        changes.note("first");
        assertThat(changes.judge(REQUEST, refusal, () -> {
                    throw new CredentialsException("the file is away", true, null);
                }))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("the file is away");
    }
}
