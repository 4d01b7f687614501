package dev.rollcall.store.publish;

import dev.rollcall.database.SqlFile;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far a snapshot was read.
 *
 * @param listed groups of the listing, or of the list of group ids
 * @param complete groups read to their end
 * @param gone groups that the provider no longer has
 */
record Completeness(boolean groupsComplete, boolean usersComplete, long listed, long complete, long gaps, long gone) {
    private static final String SQL = SqlFile.read(Completeness.class, "completeness");

    static Completeness of(JdbcClient jdbc, long snapshot) {
        return jdbc.sql(SQL)
                .param("snapshot", snapshot)
                .query(Completeness.class)
                .single();
    }

    /**
     * Requires that the snapshot was read to its end.
     *
     * @throws IllegalStateException when a listing or a group was not
     * @throws TooManyGapsException when too many groups were unreadable
     */
    void require(StagedSnapshot snapshot, GapLimit limit) {
        if (!groupsComplete || (snapshot.withUsers() && !usersComplete)) {
            throw new IllegalStateException("snapshot " + snapshot.token().snapshot() + ": the listing of "
                    + (groupsComplete ? "users" : "groups") + " was not read to its end");
        }
        if (listed != complete + gaps + gone) {
            throw new IllegalStateException(
                    ("snapshot %d: of %d groups listed %d were read to their end, %d are gaps and %d are gone:"
                                    + " %d are left")
                            .formatted(
                                    snapshot.token().snapshot(),
                                    listed,
                                    complete,
                                    gaps,
                                    gone,
                                    listed - complete - gaps - gone));
        }
        limit.check(gaps, listed);
    }
}
