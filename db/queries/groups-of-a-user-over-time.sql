-- In which groups was a user, from when to when?
-- One row for each period in which nothing of a membership changed: a user who left and came back has several for one
-- group.
--
-- Parameters
--   source text  name of the source
--   user text    id of the user or other member, else a user name or e-mail address that a user has or ever had; where
--                several had it, all of them
--
-- Columns
--   member_type, member_id  the member
--   user_name               what the member signed in with when the period began; null when the listing of users lacked the member
--   group_id, group_name    the group, by its name when the period began
--   member_from             published so since; what a first reading found may have begun earlier
--   member_to               published so until just before; null while no end is known
--   added_by                who added the member: the provider's word, null where it gives none
SELECT p.member_type,
       p.member_id,
       p.user_name,
       p.group_id,
       p.group_name,
       p.valid_from AS member_from,
       p.valid_to AS member_to,
       p.created_by AS added_by
  FROM directory.membership_periods p
 WHERE p.source = :'source'
   -- An array, not IN: its values are known before periods are looked at, so that an index finds them. Names are looked
   -- through only when there is no such id.
   AND p.member_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.user_periods u
                                             WHERE u.source = :'source' AND u.user_id = :'user')
                                 OR EXISTS (SELECT FROM directory.membership_periods o
                                             WHERE o.source = :'source' AND o.member_id = :'user')
                               THEN ARRAY[:'user'::text]
                               ELSE ARRAY(SELECT u.user_id FROM directory.user_periods u
                                           WHERE u.source = :'source' AND :'user' IN (u.user_name, u.email)) END)
 ORDER BY p.member_type COLLATE "C", p.member_id COLLATE "C", p.group_id COLLATE "C", p.valid_from;
