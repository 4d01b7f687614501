-- Which groups were there at a time and have not changed since, members included?
-- A difference in who updated a group, and when, is no change.
--
-- Parameters
--   source text  name of the source
--   since time   the time: 2026-03-01, or '2026-03-01 12:00+00'
--
-- Columns
--   group_id, group_name  the group
--   description           its description; null when absent
--   member_count          its members; null while they were never read
--   created_at            when it was created: the provider's word, null where it gives none
--   created_by            who created it: likewise
--   gap_since             null; else the group could not be read any more, and nobody knows what changed
SELECT g.group_id,
       g.display_name AS group_name,
       g.description,
       g.member_count,
       g.created_at,
       g.created_by,
       p.since AS gap_since
  FROM directory.groups g
  LEFT JOIN directory.gaps p ON p.source = g.source AND p.group_id = g.group_id
 WHERE g.source = :'source'
   AND g.group_id IN (SELECT o.group_id FROM directory.groups_as_of(:'since'::timestamptz) o WHERE o.source = :'source')
   AND NOT EXISTS (SELECT FROM directory.changes c
                    WHERE c.source = g.source AND c.group_id = g.group_id AND c.changed_at > :'since'::timestamptz)
 ORDER BY g.display_name, g.group_id COLLATE "C";
