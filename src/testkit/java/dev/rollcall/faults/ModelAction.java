package dev.rollcall.faults;

import java.util.Locale;

/**
 * An action of a random sequence, done to the directory or to a run.
 *
 * @param number of the group, user or event that the kind needs, taken modulo how many there are
 */
record ModelAction(Kind kind, int number) {
    /** The kinds of actions; {@code DIE} and {@code CUT} inject a {@link ProcessFault} into a run. */
    enum Kind {
        JOIN,
        LEAVE,
        REJOIN,
        RENAME_GROUP,
        ADD_GROUP,
        REMOVE_GROUP,
        ADD_USER,
        REMOVE_USER,
        THROTTLE,
        RESTART_DATABASE,
        EXPIRE_MARKERS,
        RUN,
        DIE,
        CUT,
        RUN_FRESH,
        RUN_GUARDED
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + number;
    }
}
