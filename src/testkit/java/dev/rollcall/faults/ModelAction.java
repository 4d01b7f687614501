package dev.rollcall.faults;

import java.util.Locale;

/**
 * A step of a story.
 *
 * @param number which group, user, event: whatever the kind needs, taken modulo what there is
 */
record ModelAction(Kind kind, int number) {
    /** What may happen. */
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
