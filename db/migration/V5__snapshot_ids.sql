-- Consent names a snapshot's id. A database that was put back to an earlier time would give the ids of the lost time
-- again, and an old consent could meet a snapshot that nobody looked at: so ids follow the clock, as the epochs do.
-- In seconds, since history keeps them in four bytes: enough until 2094. Two a second go ahead of the clock a little.
CREATE FUNCTION staging.next_snapshot() RETURNS bigint
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
    'The id of a new snapshot: above all that are there, and above those of a lost time when the database was put back.';

REVOKE ALL ON FUNCTION staging.next_snapshot() FROM PUBLIC;
