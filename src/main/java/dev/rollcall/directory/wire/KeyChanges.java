package dev.rollcall.directory.wire;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.DirectoryException.Unavailable;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When the keys that a source signs with changed. Keys that are replaced one file after the other don't match for a
 * while: what is refused soon after a change may be accepted a little later. Safe for use by several threads at once.
 */
public final class KeyChanges {
    /** Whoever replaces keys replaces all of them within this time. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private @Nullable Object last;
    private @Nullable Long changedAt;

    public KeyChanges() {
        this(System::nanoTime);
    }

    /** @param nanos a clock that never goes back */
    KeyChanges(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Takes note of the keys that the next request is signed with.
     *
     * @param keys told apart by {@code equals}
     */
    public synchronized void note(Object keys) {
        if (last != null && !last.equals(keys)) {
            changedAt = nanos.getAsLong();
        }
        last = keys;
    }

    /**
     * A refusal as it came, or as {@link Unavailable} where it is about the keys and these have just changed.
     *
     * @param keys the keys as they are now, which may have changed while the request was on its way
     */
    public DirectoryException judge(ApiRequest request, DirectoryException refusal, Supplier<?> keys) {
        if (!(refusal instanceof Denied denied) || !denied.wholeSource()) {
            return refusal;
        }
        try {
            note(keys.get());
        } catch (CredentialsException unreadable) {
            return unreadable.whileReading(request);
        }
        if (!haveJustChanged()) {
            return refusal;
        }
        Failure failure = refusal.failure();
        String message = "the keys have just changed, perhaps not all of them yet: " + failure.message();
        return new Unavailable(
                request.failure(failure.status(), failure.code(), message, failure.requestId()), null, refusal);
    }

    private synchronized boolean haveJustChanged() {
        return changedAt != null && nanos.getAsLong() - changedAt < GRACE.toNanos();
    }
}
