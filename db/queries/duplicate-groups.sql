-- Which groups have the very same members as another group?
-- Groups without members are not among them: see the query empty-groups.
--
-- Parameters
--   source text  name of the source
--
-- Columns
--   same_as               the least id of the groups that have these members: the same for all of them
--   groups                how many groups have these members
--   group_id, group_name  one of these groups
--   member_count          its members
--   description           its description; null when absent
SELECT d.same_as,
       d.groups,
       d.group_id,
       d.group_name,
       d.member_count,
       g.description
  FROM (SELECT m.group_id,
               m.group_name,
               m.member_count,
               min(m.group_id) OVER (PARTITION BY m.members) AS same_as,
               count(*) OVER (PARTITION BY m.members) AS groups
          FROM (SELECT o.group_id,
                       o.group_name,
                       count(*) AS member_count,
                       -- Each id with its length: no two sets of members are the same text.
                       md5(string_agg(concat_ws(':', o.member_type, length(o.member_id), o.member_id), ','
                                      ORDER BY o.member_type COLLATE "C", o.member_id COLLATE "C")) AS members
                  FROM directory.memberships o
                 WHERE o.source = :'source'
                 GROUP BY o.group_id, o.group_name) m) d
  JOIN directory.groups g ON g.source = :'source' AND g.group_id = d.group_id
 WHERE d.groups > 1
 ORDER BY d.member_count DESC, d.same_as COLLATE "C", d.group_id COLLATE "C";
