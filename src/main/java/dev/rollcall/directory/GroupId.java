package dev.rollcall.directory;

/**
 * A group's id at its provider: opaque text.
 *
 * @param value 1 to 64 characters (Huawei documents 64, AWS 47)
 */
public record GroupId(String value) {
    /** The widest that either provider documents. */
    public static final int MAX_LENGTH = 64;

    public GroupId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a group id has 1 to 64 characters, not " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
