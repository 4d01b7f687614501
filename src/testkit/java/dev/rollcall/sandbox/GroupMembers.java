package dev.rollcall.sandbox;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.Membership;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group and its members, two numbers for each: the user's, and the serial number of the membership, which grows with
 * each one added. Rows are in the order of their serial numbers, so a listing can go on after any of them.
 */
final class GroupMembers {
    /** Stands in place of a user's number where the whole row was given. */
    static final int GIVEN = -1;

    private final int number;
    private Group group;
    private int[] users;
    private int[] serials;
    private int size;
    private final Map<Integer, Membership> given = new HashMap<>();

    GroupMembers(int number, Group group, int capacity) {
        this.number = number;
        this.group = group;
        this.users = new int[capacity];
        this.serials = new int[capacity];
    }

    int number() {
        return number;
    }

    Group group() {
        return group;
    }

    void group(Group changed) {
        group = changed;
    }

    int size() {
        return size;
    }

    int user(int row) {
        return users[row];
    }

    int serial(int row) {
        return serials[row];
    }

    @Nullable
    Membership given(int row) {
        return given.get(serials[row]);
    }

    void add(int user, int serial) {
        if (size == users.length) {
            users = Arrays.copyOf(users, Math.max(4, size + size / 2));
            serials = Arrays.copyOf(serials, users.length);
        }
        users[size] = user;
        serials[size] = serial;
        size++;
    }

    void add(Membership row, int serial) {
        add(GIVEN, serial);
        given.put(serial, row);
    }

    void remove(int row) {
        given.remove(serials[row]);
        System.arraycopy(users, row + 1, users, row, size - row - 1);
        System.arraycopy(serials, row + 1, serials, row, size - row - 1);
        size--;
    }

    /** The first row with a greater serial number. */
    int rowAfter(long serial) {
        int found = Arrays.binarySearch(serials, 0, size, (int) serial);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
