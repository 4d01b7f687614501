-- Publishing analyzes what is staged, and rows that are only inserted, then deleted, need no vacuum in between.
ALTER TABLE staging.memberships SET (
    autovacuum_analyze_threshold = 2147483647,
    autovacuum_vacuum_insert_threshold = -1
);

ALTER TABLE staging.users SET (
    autovacuum_analyze_threshold = 2147483647,
    autovacuum_vacuum_insert_threshold = -1
);
