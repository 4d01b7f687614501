package dev.rollcall.store.staging;

import java.util.Locale;

/** The listings of which a snapshot has one each. */
public enum Listing {
    GROUPS,
    USERS;

    /** Its name in {@code staging.listing_checkpoint}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
