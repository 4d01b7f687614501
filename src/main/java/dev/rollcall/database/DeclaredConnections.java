package dev.rollcall.database;

/**
 * What processes that stay say of the connections that they may open: more than they hold while they have little to do.
 * Counted by whichever of the limits on this user leaves least beside them.
 *
 * @param processes that said so
 * @param connections that they may open together
 * @param permitted by that limit, whoever is connected
 */
public record DeclaredConnections(long processes, long connections, long permitted) {
    /**
     * The name of a session of a process that says how many connections it may open, where {@code server.sql} reads it.
     * PostgreSQL cuts such names off after 63 bytes.
     *
     * @param program the first word
     * @param identity what no other process's name has comes first in it
     */
    public static String sessionName(String program, int connections, String identity) {
        return program + " connections=" + connections + " " + identity;
    }

    /** Connections that are permitted beside theirs; negative where theirs are too many. */
    public long left() {
        return permitted - connections;
    }
}
