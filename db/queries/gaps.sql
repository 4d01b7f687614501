-- Which groups cannot be read, why, and since when?
--
-- Parameters
--   none
--
-- Columns
--   source                source of the group
--   group_id, group_name  the group; the name is null when it was never published
--   reason                why it could not be read
--   since                 when the first snapshot without it was published
--   member_count          its members as last read, which readers still see; null while they were never read
SELECT p.source,
       p.group_id,
       p.group_name,
       p.reason,
       p.since,
       g.member_count
  FROM directory.gaps p
  LEFT JOIN directory.groups g ON g.source = p.source AND g.group_id = p.group_id
 ORDER BY p.source COLLATE "C", p.group_id COLLATE "C";
