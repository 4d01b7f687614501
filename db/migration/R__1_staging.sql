-- Views and functions of schema staging. This file runs before R__2_readers.sql, whose views may use these.

CREATE OR REPLACE VIEW staging.listed_group AS
SELECT g.snapshot,
       g.group_id,
       g.group_no,
       g.described,
       g.display_name,
       g.description,
       g.external_ids,
       g.created_at,
       g.created_by,
       g.updated_at,
       g.updated_by,
       g.expected,
       c.state,
       c.reading,
       c.marker,
       c.pages,
       c.reason,
       c.memberships
  FROM staging.groups g
  JOIN staging.listing_checkpoint l
    ON l.snapshot = g.snapshot AND l.listing = 'groups' AND l.reading = g.reading
  LEFT JOIN staging.group_checkpoint c ON c.snapshot = g.snapshot AND c.group_no = g.group_no;

COMMENT ON VIEW staging.listed_group IS
    'The groups of the current reading of the listing, and how far the memberships of each were read. A group that '
    'only an earlier reading listed is left out.';
COMMENT ON COLUMN staging.listed_group.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.listed_group.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN staging.listed_group.group_no IS 'Number of the group within the snapshot.';
COMMENT ON COLUMN staging.listed_group.described IS
    'False for a group of the scope that the provider did not describe.';
COMMENT ON COLUMN staging.listed_group.display_name IS 'Name; null when the provider gives none.';
COMMENT ON COLUMN staging.listed_group.description IS 'Description; null when absent.';
COMMENT ON COLUMN staging.listed_group.external_ids IS
    'Array of {issuer, id}: no duplicates, sorted bytewise, [] when there are none.';
COMMENT ON COLUMN staging.listed_group.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.listed_group.created_by IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.listed_group.updated_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.listed_group.updated_by IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.listed_group.expected IS 'Members last known: large groups are read first.';
COMMENT ON COLUMN staging.listed_group.state IS
    'pending: more to read. complete: read to the end. gap: unreadable. gone: the provider has no such group any '
    'more. Null when the group has no checkpoint, which must never be.';
COMMENT ON COLUMN staging.listed_group.reading IS
    'The current reading of the group: only memberships of this reading count.';
COMMENT ON COLUMN staging.listed_group.marker IS
    'Where to go on with its memberships; null at the beginning and at the end.';
COMMENT ON COLUMN staging.listed_group.pages IS 'Pages of memberships staged in this reading.';
COMMENT ON COLUMN staging.listed_group.reason IS 'Of a gap: why the group is unreadable.';
COMMENT ON COLUMN staging.listed_group.memberships IS 'Memberships staged in this reading.';

CREATE OR REPLACE VIEW staging.listed_user AS
SELECT u.snapshot,
       u.user_id,
       u.user_name,
       u.display_name,
       u.email,
       u.status,
       u.external_ids,
       u.created_at,
       u.created_by,
       u.updated_at,
       u.updated_by
  FROM staging.users u
  JOIN staging.listing_checkpoint l
    ON l.snapshot = u.snapshot AND l.listing = 'users' AND l.reading = u.reading;

COMMENT ON VIEW staging.listed_user IS
    'The users of the current reading of the listing. A user that only an earlier reading listed is left out.';
COMMENT ON COLUMN staging.listed_user.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.listed_user.user_id IS 'The provider''s id of the user.';
COMMENT ON COLUMN staging.listed_user.user_name IS 'Name to sign in with; null when the provider gives none.';
COMMENT ON COLUMN staging.listed_user.display_name IS 'Name to show; null when the provider gives none.';
COMMENT ON COLUMN staging.listed_user.email IS 'The primary address, else the first; null when there is none.';
COMMENT ON COLUMN staging.listed_user.status IS 'enabled, disabled, or null when the provider does not say.';
COMMENT ON COLUMN staging.listed_user.external_ids IS
    'Array of {issuer, id}: no duplicates, sorted bytewise, [] when there are none.';
COMMENT ON COLUMN staging.listed_user.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.listed_user.created_by IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.listed_user.updated_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.listed_user.updated_by IS 'The provider''s word; null where it gives none.';

CREATE OR REPLACE VIEW staging.request_sum AS
SELECT n.id AS snapshot,
       x.requests,
       x.retries,
       x.throttles,
       x.replaced_characters
  FROM directory.snapshot n
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(y.requests), 0)::bigint AS requests,
              coalesce(sum(y.retries), 0)::bigint AS retries,
              coalesce(sum(y.throttles), 0)::bigint AS throttles,
              coalesce(sum(y.replaced_characters), 0)::bigint AS replaced_characters
         FROM (SELECT l.requests, l.retries, l.throttles, l.replaced_characters
                 FROM staging.listing_checkpoint l WHERE l.snapshot = n.id
               UNION ALL
               SELECT c.requests, c.retries, c.throttles, c.replaced_characters
                 FROM staging.group_checkpoint c WHERE c.snapshot = n.id
               UNION ALL
               SELECT r.requests, r.retries, r.throttles, 0
                 FROM staging.run_requests r WHERE r.snapshot = n.id) y) x;

COMMENT ON VIEW staging.request_sum IS
    'What was sent for each snapshot so far, in all its runs: the sum of its checkpoints and of what no checkpoint '
    'counted.';
COMMENT ON COLUMN staging.request_sum.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.request_sum.requests IS 'Requests sent.';
COMMENT ON COLUMN staging.request_sum.retries IS 'Requests sent again after a failure.';
COMMENT ON COLUMN staging.request_sum.throttles IS 'Requests that the provider refused as too many.';
COMMENT ON COLUMN staging.request_sum.replaced_characters IS 'Characters replaced by U+FFFD.';

-- What is left is an estimate, for who watches: by the sizes last published, in pages as full as those read so far, all
-- but the last of a group, or else of 100 rows; a group that was never published has as many as those read so far, or
-- else one.
CREATE OR REPLACE VIEW staging.reading_progress AS
SELECT n.id AS snapshot,
       g.groups_listed,
       g.groups_read,
       g.gaps,
       g.groups_pending,
       g.memberships_read,
       CASE WHEN l.complete
            THEN g.requests + CASE
                 WHEN n.with_users AND NOT coalesce(u.complete, false)
                 THEN greatest(1, ceil(coalesce(p.users, 0) / coalesce(nullif(u.items, 0)::numeric / u.pages, 100))
                                      - coalesce(u.pages, 0))
                 ELSE 0 END
            END::bigint AS requests_left
  FROM directory.snapshot n
  LEFT JOIN staging.listing_checkpoint l ON l.snapshot = n.id AND l.listing = 'groups'
  LEFT JOIN staging.listing_checkpoint u ON u.snapshot = n.id AND u.listing = 'users'
  LEFT JOIN LATERAL (
       SELECT b.users
         FROM directory.snapshot b
        WHERE b.source = n.source AND b.outcome = 'published'
        ORDER BY b.published_at DESC LIMIT 1) p ON true
 CROSS JOIN LATERAL (
       -- Read once: of 50,000 groups it is all that a look costs. The listing's reading is given, not joined, or few
       -- groups would be expected, and the checkpoint of each looked up by itself.
       WITH listed AS MATERIALIZED (
           SELECT c.state, c.pages, c.memberships, t.expected
             FROM staging.groups t
             LEFT JOIN staging.group_checkpoint c ON c.snapshot = n.id AND c.group_no = t.group_no
            WHERE t.snapshot = n.id AND t.reading = l.reading
       ), seen AS (
           SELECT count(*) AS groups_listed,
                  count(*) FILTER (WHERE state IN ('complete', 'gone')) AS groups_read,
                  count(*) FILTER (WHERE state = 'gap') AS gaps,
                  count(*) FILTER (WHERE state = 'pending') AS groups_pending,
                  coalesce(sum(memberships), 0)::bigint AS memberships_read,
                  nullif(sum(memberships) FILTER (WHERE pages > 1 OR state = 'pending'), 0)
                      / sum(CASE WHEN state = 'complete' THEN pages - 0.5 ELSE pages END)
                            FILTER (WHERE memberships > 0 AND (pages > 1 OR state = 'pending')) AS a_page,
                  avg(pages) FILTER (WHERE state = 'complete' AND expected = 0) AS pages_of_new
             FROM listed
       )
       SELECT s.*,
              (SELECT coalesce(sum(greatest(1, CASE WHEN t.expected > 0 THEN ceil(t.expected / coalesce(s.a_page, 100))
                                                    ELSE coalesce(s.pages_of_new, 1) END - t.pages)), 0)
                 FROM listed t
                WHERE t.state = 'pending') AS requests
         FROM seen s) g;

COMMENT ON VIEW staging.reading_progress IS
    'How far each snapshot is read: sums of checkpoints, and about how many requests are left.';
COMMENT ON COLUMN staging.reading_progress.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.reading_progress.groups_listed IS 'Groups listed so far.';
COMMENT ON COLUMN staging.reading_progress.groups_read IS 'Groups whose memberships are read to their end.';
COMMENT ON COLUMN staging.reading_progress.gaps IS 'Groups that could not be read so far.';
COMMENT ON COLUMN staging.reading_progress.groups_pending IS 'Groups of whose memberships there is more to read.';
COMMENT ON COLUMN staging.reading_progress.memberships_read IS 'Memberships read so far.';
COMMENT ON COLUMN staging.reading_progress.requests_left IS
    'About how many requests are left until all is read, retries not counted, by the sizes last published and the pages '
    'read so far; null before all groups are listed.';

-- Consent names a snapshot's id. A database that was restored to an earlier time would give the ids of the lost time
-- again, and an old consent could meet a snapshot that nobody looked at. So ids follow the clock, as the epochs do: in
-- seconds, since history keeps them in four bytes, which is enough until 2094. When two snapshots begin in one second,
-- the ids run ahead of the clock.
CREATE OR REPLACE FUNCTION staging.next_snapshot() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    clock bigint := extract(epoch FROM clock_timestamp() - timestamptz '2026-01-01 00:00:00Z');
BEGIN
    -- One at a time, or two would raise the sequence to the same number. No source has the number 0.
    PERFORM pg_advisory_xact_lock(x'524F4C4C'::int, 0);
    IF nextval('directory.snapshot_id_seq') < clock THEN
        PERFORM setval('directory.snapshot_id_seq', clock);
    END IF;
    RETURN currval('directory.snapshot_id_seq');
END
$$;

COMMENT ON FUNCTION staging.next_snapshot() IS
    'The id of a new snapshot: above all that are there, and above those of a lost time when the database was '
    'restored.';

-- ANALYZE by a user who does not own the table only warns: these functions run with their owner's rights. Call them
-- outside the publish transaction: their locks, which another ANALYZE waits for, last until the transaction ends.
-- They return the tables that other sessions hold, instead of waiting for long: statistics are no reason to fail.
CREATE OR REPLACE FUNCTION staging.analyze_tables(VARIADIC tables regclass[]) RETURNS SETOF text
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
    one regclass;
BEGIN
    FOREACH one IN ARRAY tables LOOP
        BEGIN
            EXECUTE format('ANALYZE %s', one);
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            RETURN NEXT one::text;
        END;
    END LOOP;
END
$$;

COMMENT ON FUNCTION staging.analyze_tables(regclass[]) IS
    'Refreshes the planner''s statistics of tables; returns those that other sessions hold.';

CREATE OR REPLACE FUNCTION staging.analyze() RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
    -- What autovacuum has not come to yet would be read whole by every source.
    BEGIN
        PERFORM brin_summarize_new_values('staging.memberships_of_snapshot');
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
        NULL;
    END;
    RETURN QUERY SELECT * FROM staging.analyze_tables(
        'staging.groups', 'staging.group_checkpoint', 'staging.memberships', 'staging.users');
END
$$;

COMMENT ON FUNCTION staging.analyze() IS
    'Refreshes the planner''s statistics of what is staged, before a publish; returns tables that other sessions hold.';

-- Memberships are read while groups are still listed: by plans for what is staged now, not for the snapshot before.
CREATE OR REPLACE FUNCTION staging.analyze_groups() RETURNS SETOF text
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT * FROM staging.analyze_tables('staging.groups', 'staging.group_checkpoint');
$$;

COMMENT ON FUNCTION staging.analyze_groups() IS
    'Refreshes the planner''s statistics of the groups staged so far; returns tables that other sessions hold.';

CREATE OR REPLACE FUNCTION staging.analyze_history(changed boolean) RETURNS SETOF text
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    -- Of few rows, which autovacuum leaves alone, too: without statistics a query for one member reads every group. And
    -- sooner than autovacuum would: with those of last year a query for the last months is planned for a handful of rows.
    SELECT staging.analyze_tables(VARIADIC array_agg(c.oid::regclass))
      FROM pg_class c
     WHERE c.oid IN ('directory.source'::regclass, 'directory.snapshot'::regclass, 'directory.group_key'::regclass,
               'directory.member_key'::regclass, 'directory.principal'::regclass, 'directory.groups_history'::regclass,
               'directory.users_history'::regclass, 'directory.memberships_history'::regclass)
       AND (changed OR c.reltuples < 0 OR pg_stat_get_mod_since_analyze(c.oid) > 100 + c.reltuples / 20)
    HAVING count(*) > 0;
$$;

COMMENT ON FUNCTION staging.analyze_history(boolean) IS
    'Refreshes the planner''s statistics of history: all after a publish that changed much, else those never made, or of '
    'which a twentieth is out of date. Returns tables that other sessions hold.';

CREATE OR REPLACE FUNCTION staging.sequences_behind() RETURNS SETOF staging.sequence_behind
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    numbered record;
BEGIN
    FOR numbered IN
        SELECT format('%I.%I', n.nspname, s.relname) AS sequence,
               format('%I.%I', n.nspname, t.relname) AS "table",
               quote_ident(a.attname) AS "column"
          FROM pg_class s
          JOIN pg_namespace n ON n.oid = s.relnamespace AND n.nspname IN ('directory', 'staging', 'batch')
          JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype IN ('a', 'i')
          JOIN pg_class t ON d.refclassid = 'pg_class'::regclass AND t.oid = d.refobjid
          JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
         WHERE s.relkind = 'S'
         ORDER BY 1
    LOOP
        -- The table is read as it was before the sequence is: numbers given in between count for the sequence.
        RETURN QUERY EXECUTE format(
            'SELECT %L, s.last_value - CASE WHEN s.is_called THEN 0 ELSE 1 END, m.used'
            '  FROM (SELECT max(%s)::bigint AS used FROM %s) m, %s s'
            ' WHERE m.used > s.last_value - CASE WHEN s.is_called THEN 0 ELSE 1 END',
            numbered.sequence, numbered.column, numbered.table, numbered.sequence);
    END LOOP;
END
$$;

COMMENT ON FUNCTION staging.sequences_behind() IS
    'The sequences that would give numbers which are in use, as after a restore that left sequences out.';

REVOKE ALL ON FUNCTION staging.analyze_tables(regclass[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION staging.next_snapshot(), staging.analyze(), staging.analyze_groups(),
    staging.analyze_history(boolean), staging.sequences_behind() FROM PUBLIC;
