package dev.rollcall.answer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** The bytes of a column: varints and texts, as they come. */
final class EncodedColumn {
    private static final int FIRST_SIZE = 64;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    /** A new column among others. */
    static EncodedColumn in(Map<String, EncodedColumn> columns, String name) {
        EncodedColumn column = new EncodedColumn();
        if (columns.put(name, column) != null) {
            throw new IllegalStateException("the column " + name + " is there already");
        }
        return column;
    }

    /** Adds an unsigned number. */
    void add(int value) {
        int left = value;
        while ((left & -MORE) != 0) {
            append((byte) ((left & (MORE - 1)) | MORE));
            left >>>= BITS;
        }
        append((byte) left);
    }

    /** Adds a number that may be negative: small ones of either sign take one byte. */
    void addSigned(int value) {
        add((value << 1) ^ (value >> (Integer.SIZE - 1)));
    }

    /** Adds a text and its end. */
    void add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        append(utf8, 0, utf8.length);
        append((byte) 0);
    }

    /** Adds part of a text, and the text's end. */
    void addEnd(byte[] utf8, int from) {
        append(utf8, from, utf8.length);
        append((byte) 0);
    }

    /** Adds bytes as they are. */
    void addRaw(byte[] added) {
        append(added, 0, added.length);
    }

    int size() {
        return size;
    }

    /** Writes the length and the bytes. */
    void writeTo(OutputStream out) throws IOException {
        EncodedColumn length = new EncodedColumn();
        length.add(size);
        out.write(length.bytes, 0, length.size);
        out.write(bytes, 0, size);
    }

    private void append(byte value) {
        if (size == bytes.length) {
            grow(size + 1);
        }
        bytes[size++] = value;
    }

    private void append(byte[] from, int begin, int end) {
        int added = end - begin;
        if (size + added > bytes.length) {
            grow(size + added);
        }
        System.arraycopy(from, begin, bytes, size, added);
        size += added;
    }

    private void grow(int needed) {
        bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
    }
}
