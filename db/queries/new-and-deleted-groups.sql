-- Which groups are new, and which were deleted, between two times?
-- What a first reading found counts as known, not as new.
--
-- Parameters
--   source text    name of the source
--   from time      first time that counts: 2026-03-01, or '2026-03-01 12:00+00'
--   to time = now  first time that no longer counts
--
-- Columns
--   changed_at            when it was published
--   kind                  group-created or group-deleted
--   group_id, group_name  the group; of a group deleted its last name
--   description           its description then; null when absent
--   created_at            when it was created: the provider's word, null where it gives none
--   created_by            who created it: likewise
SELECT c.changed_at,
       c.kind,
       c.group_id,
       c.group_name,
       coalesce(c.after, c.before) ->> 'description' AS description,
       (coalesce(c.after, c.before) ->> 'created_at')::timestamptz AS created_at,
       coalesce(c.after, c.before) ->> 'created_by' AS created_by
  FROM directory.changes c
 WHERE c.source = :'source'
   AND c.kind IN ('group-created', 'group-deleted')
   AND c.changed_at >= :'from'::timestamptz
   AND c.changed_at < :'to'::timestamptz
 ORDER BY c.changed_at, c.kind COLLATE "C", c.group_id COLLATE "C";
