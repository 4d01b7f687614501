package dev.rollcall.sandbox;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Issues and reads markers of 24 characters, as Huawei's are. A marker says which listing goes on after which row; all
 * markers issued so far can be made to expire.
 */
final class MarkerCodec {
    private static final int BYTES = 18;

    private final AtomicInteger generation = new AtomicInteger();

    /**
     * The position from which a listing goes on.
     *
     * @param after the position of the last row read
     * @param pause how many empty pages came after that row
     */
    record Place(long after, int pause) {
        static final Place START = new Place(-1, 0);
    }

    String mark(ApiCall listing, Place place) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putInt(key(listing))
                .putLong(place.after)
                .put((byte) generation.get())
                .put((byte) place.pause);
        return Base64.getUrlEncoder()
                .encodeToString(bytes.putInt(checksum(bytes.array())).array());
    }

    /** Decodes the marker of a call; refuses one of another listing, an expired one, and what is no marker. */
    Place place(ApiCall listing) {
        String marker = listing.marker();
        if (marker == null) {
            return Place.START;
        }
        ByteBuffer bytes = ByteBuffer.wrap(decode(marker));
        boolean right = bytes.capacity() == BYTES
                && bytes.getInt(BYTES - 4) == checksum(bytes.array())
                && bytes.getInt(0) == key(listing)
                && bytes.get(12) == (byte) generation.get();
        if (!right) {
            throw new RefusedRequest(RefusedRequest.Kind.INVALID, "The pagination token is invalid or has expired");
        }
        return new Place(bytes.getLong(4), bytes.get(13));
    }

    void expireAll() {
        generation.incrementAndGet();
    }

    private static byte[] decode(String marker) {
        try {
            return Base64.getUrlDecoder().decode(marker);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static int key(ApiCall listing) {
        @Nullable String subject = listing.subject();
        return (listing.operation() + "\n" + listing.store() + "\n" + (subject == null ? "" : subject)).hashCode();
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, BYTES - 4);
        return (int) crc.getValue();
    }
}
