-- Was anything known of a source at a time? Where not, other queries as of that time have no rows, and mean nothing.
--
-- Parameters
--   as_of time  the time: 2026-03-01, or '2026-03-01 12:00+00'
--
-- Columns
--   source   name of the source
--   covered  whether anything was known
SELECT c.source,
       c.covered
  FROM directory.coverage(:'as_of'::timestamptz) c
 ORDER BY c.source COLLATE "C";
