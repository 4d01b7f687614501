package dev.rollcall.store.publish;

import dev.rollcall.directory.TextDigest;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A set of records, as a link tells it.
 *
 * @param digest SHA-256 in small hexadecimal
 */
public record SetDigest(long rows, String digest) {
    /** No record: SHA-256 of nothing. */
    public static final SetDigest EMPTY = new SetDigest(0, TextDigest.sha256Hex(""));

    /** Reads the columns {@code rows} and {@code digest}. */
    public static SetDigest of(ResultSet row) throws SQLException {
        return new SetDigest(row.getLong("rows"), row.getString("digest"));
    }
}
