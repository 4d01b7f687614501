-- Was anything known of a source at a time? Where not, other queries as of that time have no rows, and mean nothing.
--
-- Parameters
--   as_of  the time, as PostgreSQL reads it: 2026-03-01, '2026-03-01 12:00+00', yesterday; without a zone in the session's
--
-- Columns
--   source   name of the source
--   covered  whether anything was known
SELECT c.source,
       c.covered
  FROM directory.coverage(:'as_of'::timestamptz) c
 ORDER BY c.source COLLATE "C";
