-- In which groups is a user now?
--
-- Parameters
--   source text  name of the source
--   user text    id of the user, also of a member that the listing of users lacks; else user name or e-mail address
--
-- Columns
--   member_type, member_id  the member
--   user_name               what the member signs in with; null when the listing of users lacks the member
--   group_id, group_name    the group
--   member_since            published as it is since; a member that a first reading found may be one for longer
SELECT m.member_type,
       m.member_id,
       m.user_name,
       m.group_id,
       m.group_name,
       m.valid_from AS member_since
  FROM directory.memberships m
 WHERE m.source = :'source'
   -- An array, not IN: its values are known before memberships are looked at, so that an index finds them. Names are
   -- looked through only when there is no such id.
   AND m.member_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.users u
                                             WHERE u.source = :'source' AND u.user_id = :'user')
                                 OR EXISTS (SELECT FROM directory.memberships o
                                             WHERE o.source = :'source' AND o.member_id = :'user')
                               THEN ARRAY[:'user'::text]
                               ELSE ARRAY(SELECT u.user_id FROM directory.users u
                                           WHERE u.source = :'source' AND :'user' IN (u.user_name, u.email)) END)
 ORDER BY m.member_type COLLATE "C", m.member_id COLLATE "C", m.group_name, m.group_id COLLATE "C";
