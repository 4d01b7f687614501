package dev.rollcall.answer.report;

import java.util.Arrays;

/** Numbers as they come, 4 bytes each. */
final class IntList {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    int get(int place) {
        return values[place];
    }

    void set(int place, int value) {
        values[place] = value;
    }

    int last() {
        return values[size - 1];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }
}
