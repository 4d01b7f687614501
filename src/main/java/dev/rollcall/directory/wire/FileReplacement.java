package dev.rollcall.directory.wire;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that hold keys, and that somebody may be replacing: while that lasts a file may be away, empty or half
 * written. Safe for use by several threads at once.
 */
public final class FileReplacement {
    /** For no longer than this a file can't be read while it is replaced. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private boolean readBefore;
    private @Nullable Long unreadableSince;

    public FileReplacement() {
        this(System::nanoTime);
    }

    /** @param nanos a clock that never goes back */
    FileReplacement(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Reads files.
     *
     * @throws CredentialsException as {@code files} throws it; it is temporary where the files could be read before, and
     *     can't be for no longer than a replacement lasts
     */
    public synchronized <T> T read(Supplier<T> files) {
        try {
            T content = files.get();
            readBefore = true;
            unreadableSince = null;
            return content;
        } catch (CredentialsException unreadable) {
            throw readBefore && mayLast()
                    ? new CredentialsException(unreadable.getMessage(), true, unreadable.getCause())
                    : unreadable;
        }
    }

    private boolean mayLast() {
        long now = nanos.getAsLong();
        Long since = unreadableSince == null ? (Long) now : unreadableSince;
        unreadableSince = since;
        return now - since < LONGEST.toNanos();
    }
}
