package dev.rollcall.directory;

/** The member of a membership. A kind that Rollcall does not know keeps the provider's name for it. */
public sealed interface Member {
    /** The kind: {@code user}, or the provider's own name of a kind that Rollcall does not know. Not empty. */
    String type();

    /** The member's id at its provider, opaque text. Not empty. */
    String id();

    /** A user of the identity store. */
    record User(String id) implements Member {
        /** {@link #type()} of every user. */
        public static final String TYPE = "user";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A member of a kind that a provider added later. */
    record Unknown(String type, String id) implements Member {}
}
