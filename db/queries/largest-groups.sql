-- Which groups have the most members now?
-- Groups whose members were never read are not among them: see the query gaps.
--
-- Parameters
--   source text      name of the source
--   top bigint = 20  how many groups at most; of groups of equal size the smaller id comes first
--
-- Columns
--   group_id, group_name  the group
--   member_count          its members
--   description           its description; null when absent
SELECT g.group_id,
       g.display_name AS group_name,
       g.member_count,
       g.description
  FROM directory.groups g
 WHERE g.source = :'source'
   AND g.member_count IS NOT NULL
 ORDER BY g.member_count DESC, g.group_id COLLATE "C"
 LIMIT :'top'::bigint;
