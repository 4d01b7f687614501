package dev.rollcall.store.publish;

import dev.rollcall.database.SqlFile;

/**
 * The records of one kind of row, and the statements that digest sets of them. Each statement returns one row a source
 * and time, in this order, with the columns {@code source} (number), {@code at}, {@code rows} and {@code digest}; of an
 * empty set none. {@code docs/evidence.md} defines record and digest.
 */
public enum RecordSet {
    GROUPS("groups", "group-records"),
    MEMBERSHIPS("memberships", "membership-records"),
    USERS("users", "user-records");

    private static final String PRINCIPALS = SqlFile.read(RecordSet.class, "principal-digests");
    private static final String DIGESTS = SqlFile.read(RecordSet.class, "set-digests");
    private static final String GAPS = SqlFile.read(RecordSet.class, "gap-records");

    // ORDER BY, or OFFSET 0, makes it one hash a row, where the planner would take one for each use of it. The one
    // sorts in
    // parallel what the digest needs sorted, the other would keep the whole query from running in parallel.
    private static final String OPENED_AT = """
            SELECT r.source, r.valid_from AS at, sha256(convert_to(r.record, 'UTF8')) AS hash
              FROM row_record r
             WHERE r.valid_from = :at
             ORDER BY 3
            """;
    // By the index of what is new or continued; what is known is in groups whose own rows begin at the same time.
    private static final String MEMBERSHIPS_OPENED_AT = """
            SELECT r.source, r.valid_from AS at, sha256(convert_to(r.record, 'UTF8')) AS hash
              FROM row_record r
             WHERE r.valid_from = :at AND r.begins <> 'k'
            UNION ALL
            SELECT r.source, r.valid_from, sha256(convert_to(r.record, 'UTF8'))
              FROM directory.groups_history g
              JOIN row_record r ON r.group_no = g.group_no
             WHERE g.valid_from = :at AND r.valid_from = :at AND r.begins = 'k'
             ORDER BY 3
            """;
    private static final String CLOSED_AT = """
            SELECT r.source, r.valid_to AS at, sha256(convert_to(r.record || r.ends, 'UTF8')) AS hash
              FROM row_record r
             WHERE r.valid_to = :at
             ORDER BY 3
            """;
    // These are read as they come, never in parallel: sorted once, by the digest alone.
    private static final String OPENED = """
            SELECT r.source, r.valid_from AS at, sha256(convert_to(r.record, 'UTF8')) AS hash
              FROM row_record r
             WHERE r.source IN (:sources)
            OFFSET 0
            """;
    private static final String CLOSED = """
            SELECT r.source, r.valid_to AS at, sha256(convert_to(r.record || r.ends, 'UTF8')) AS hash
              FROM row_record r
             WHERE r.source IN (:sources) AND r.valid_to < 'infinity'
            OFFSET 0
            """;
    private static final String LEFT = """
            SELECT r.source, CAST(:horizon AS timestamptz) AS at, sha256(convert_to(r.record, 'UTF8')) AS hash
              FROM row_record r
             WHERE r.source = :source AND r.valid_from < :horizon AND r.valid_to >= :horizon
             ORDER BY 3
            """;
    private static final String GAPS_AT = """
            SELECT r.source, CAST(:at AS timestamptz) AS at, sha256(convert_to(r.record, 'UTF8')) AS hash
              FROM row_record r
             WHERE r.source = :source AND r.since <= :at AND :at < r.until
             ORDER BY 3
            """;
    private static final String GAPS_OF_LINKS = """
            SELECT r.source, l.at, sha256(convert_to(r.record, 'UTF8')) AS hash
              FROM directory.link l
              JOIN row_record r ON r.source = l.source AND r.since <= l.at AND l.at < r.until
             WHERE l.source IN (:sources) AND l.kind = 'published'
            OFFSET 0
            """;

    private final String name;
    private final String records;

    RecordSet(String name, String file) {
        this.name = name;
        this.records = SqlFile.read(RecordSet.class, file);
    }

    /** The rows that began at {@code :at}. */
    String openedAt() {
        return digests(records, OPENED_AT);
    }

    /** The memberships that began at {@code :at}, where these are a small part of all. */
    static String fewMembershipsOpenedAt() {
        return digests(MEMBERSHIPS.records, MEMBERSHIPS_OPENED_AT);
    }

    /** The rows that ended at {@code :at}. */
    String closedAt() {
        return digests(records, CLOSED_AT);
    }

    /** The rows of {@code :source} that began before {@code :horizon} and had not ended then. */
    public String left() {
        return digests(records, LEFT);
    }

    /** The rows of all {@code :sources}, by the time when they began. */
    public String opened() {
        return digests(records, OPENED);
    }

    /** The rows of all {@code :sources} that ended, by that time. */
    public String closed() {
        return digests(records, CLOSED);
    }

    /** The gaps of {@code :source} at {@code :at}. */
    static String gapsAt() {
        return digests(GAPS, GAPS_AT);
    }

    /** The gaps of all {@code :sources}, as each of their snapshots left them. */
    public static String gaps() {
        return digests(GAPS, GAPS_OF_LINKS);
    }

    /** What the facts about it begin with. */
    @Override
    public String toString() {
        return name;
    }

    private static String digests(String records, String chosen) {
        return "WITH principal_digest AS NOT MATERIALIZED (" + PRINCIPALS + "), row_record AS NOT MATERIALIZED ("
                + records + "), record_hash AS (" + chosen + ")\n" + DIGESTS;
    }
}
