-- Which groups have no member now?
-- Groups whose members were never read are not among them: see the query gaps.
--
-- Parameters
--   source text  name of the source
--
-- Columns
--   group_id, group_name  the group
--   description           its description; null when absent
--   created_at            when it was created: the provider's word, null where it gives none
--   created_by            who created it: likewise
--   empty_since           when it was last published that a member left; null when it had none since it is known
SELECT g.group_id,
       g.display_name AS group_name,
       g.description,
       g.created_at,
       g.created_by,
       (SELECT max(p.valid_to) FROM directory.membership_periods p
         WHERE p.source = g.source AND p.group_id = g.group_id AND p.ends = 'gone') AS empty_since
  FROM directory.groups g
 WHERE g.source = :'source'
   AND g.member_count = 0
 ORDER BY g.display_name, g.group_id COLLATE "C";
