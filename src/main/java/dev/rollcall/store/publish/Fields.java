package dev.rollcall.store.publish;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that the chain is made of, as {@code docs/evidence.md} defines them. */
public final class Fields {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private Fields() {}

    /** Values one after the other: {@code -} for null, else the length in UTF-8 bytes, a colon, the value. */
    public static String encode(Iterable<? extends @Nullable String> values) {
        StringBuilder fields = new StringBuilder();
        for (String value : values) {
            if (value == null) {
                fields.append('-');
            } else {
                fields.append(value.getBytes(StandardCharsets.UTF_8).length)
                        .append(':')
                        .append(value);
            }
        }
        return fields.toString();
    }

    /**
     * The values that a text encodes.
     *
     * @throws IllegalArgumentException when it encodes none
     */
    public static List<@Nullable String> decode(String fields) {
        byte[] bytes = fields.getBytes(StandardCharsets.UTF_8);
        List<@Nullable String> values = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            if (bytes[at] == '-') {
                values.add(null);
                at++;
                continue;
            }
            int length = 0;
            int digits = at;
            while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && length <= bytes.length) {
                length = length * 10 + bytes[at++] - '0';
            }
            if (at == digits || at == bytes.length || bytes[at] != ':' || length > bytes.length - at - 1) {
                throw new IllegalArgumentException("no field at byte " + digits);
            }
            values.add(new String(bytes, at + 1, length, StandardCharsets.UTF_8));
            at += 1 + length;
        }
        return values;
    }

    /** A time as the value of a field: microseconds since 1970 UTC. */
    public static String time(Instant time) {
        return String.valueOf(
                Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / 1_000));
    }

    /** The time that a field's value tells. */
    public static Instant time(String micros) {
        long value = Long.parseLong(micros);
        return Instant.ofEpochSecond(
                Math.floorDiv(value, MICROS_PER_SECOND), Math.floorMod(value, MICROS_PER_SECOND) * 1_000);
    }
}
