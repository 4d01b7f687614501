package dev.rollcall.store.staging;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the binary format of COPY. Neither side parses text, since staging spends much of its time here. Not safe for
 * use by several threads.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0};
    private static final long NO_FLAGS_AND_NO_EXTENSION = 0;
    private static final short END = -1;
    private static final int NULL = -1;

    /** The second that PostgreSQL counts a time's microseconds from. */
    private static final long EPOCH = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private final short columns;
    private ByteBuffer rows = ByteBuffer.allocate(8_192).put(SIGNATURE).putLong(NO_FLAGS_AND_NO_EXTENSION);
    private boolean empty = true;

    /** @param columns of every row */
    CopyRows(int columns) {
        this.columns = (short) columns;
    }

    /** Begins a row; its values follow, in the order of the columns. */
    CopyRows row() {
        empty = false;
        room(Short.BYTES).putShort(columns);
        return this;
    }

    CopyRows add(long value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    CopyRows add(int value) {
        room(Integer.BYTES + Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    /** Rounded to a microsecond, as PostgreSQL does. */
    CopyRows add(@Nullable Instant value) {
        if (value == null) {
            return addNull();
        }
        return add((value.getEpochSecond() - EPOCH) * 1_000_000 + (value.getNano() + 500) / 1_000);
    }

    /** @param text in UTF-8 */
    CopyRows add(byte @Nullable [] text) {
        if (text == null) {
            return addNull();
        }
        room(Integer.BYTES + text.length).putInt(text.length).put(text);
        return this;
    }

    boolean isEmpty() {
        return empty;
    }

    /** What COPY takes. Nothing can be added after this. */
    ByteBuffer end() {
        return room(Short.BYTES).putShort(END).flip();
    }

    private CopyRows addNull() {
        room(Integer.BYTES).putInt(NULL);
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (rows.remaining() < bytes) {
            int capacity = Math.max(rows.capacity() * 2, Math.addExact(rows.position(), bytes));
            int position = rows.position();
            rows = ByteBuffer.wrap(Arrays.copyOf(rows.array(), capacity)).position(position);
        }
        return rows;
    }
}
