-- Memberships are read while groups are still listed: by plans for what is staged now, not for the snapshot before.
CREATE FUNCTION staging.analyze_groups() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    ANALYZE staging.groups;
    ANALYZE staging.group_checkpoint;
END
$$;

COMMENT ON FUNCTION staging.analyze_groups() IS 'Refreshes the planner''s statistics of the groups staged so far.';

REVOKE ALL ON FUNCTION staging.analyze_groups() FROM PUBLIC;
