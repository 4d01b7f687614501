-- Who is in both of two groups, and who in one of them alone?
-- Those in both come first.
--
-- Parameters
--   source text       name of the source
--   group text        id or name of the one group; a name that several groups have counts for all of them
--   other_group text  id or name of the other; likewise
--
-- Columns
--   overlap                 both, group or other_group
--   member_type, member_id  the member
--   user_name               what the member signs in with; null when the listing of users lacks the member
--   member_name             name of the member; null likewise
--   email                   e-mail address of the member; null likewise, or when there is none
--   member_since            member of the one group, published as it is since; null when not in it
--   member_of_other_since   member of the other, likewise
WITH asked AS MATERIALIZED (
     SELECT ARRAY(SELECT g.group_id FROM directory.groups g
                   WHERE g.source = :'source' AND :'group' IN (g.group_id, g.display_name)) AS one,
            ARRAY(SELECT g.group_id FROM directory.groups g
                   WHERE g.source = :'source' AND :'other_group' IN (g.group_id, g.display_name)) AS other)
SELECT CASE count(DISTINCT m.side) WHEN 2 THEN 'both' ELSE min(m.side) END AS overlap,
       m.member_type,
       m.member_id,
       m.user_name,
       m.member_name,
       m.email,
       min(m.valid_from) FILTER (WHERE m.side = 'group') AS member_since,
       min(m.valid_from) FILTER (WHERE m.side = 'other_group') AS member_of_other_since
  FROM (SELECT 'group' AS side, o.* FROM directory.memberships o
         WHERE o.source = :'source' AND o.group_id = ANY ((SELECT a.one FROM asked a)::text[])
        UNION ALL
        SELECT 'other_group', t.* FROM directory.memberships t
         WHERE t.source = :'source' AND t.group_id = ANY ((SELECT a.other FROM asked a)::text[])) m
 GROUP BY m.member_type, m.member_id, m.user_name, m.member_name, m.email
 ORDER BY count(DISTINCT m.side) DESC, min(m.side), m.user_name, m.member_type COLLATE "C", m.member_id COLLATE "C";
