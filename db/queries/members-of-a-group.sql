-- Who is in a group now?
--
-- Parameters
--   source text  name of the source
--   group text   id of the group, else its name; a name that several groups have gives the members of all of them
--
-- Columns
--   group_id, group_name    the group
--   member_type, member_id  the member
--   user_name               what the member signs in with; null when the listing of users lacks the member
--   member_name             name of the member; null likewise
--   email                   e-mail address of the member; null likewise, or when there is none
--   member_since            published as it is since; a member that a first reading found may be one for longer
SELECT m.group_id,
       m.group_name,
       m.member_type,
       m.member_id,
       m.user_name,
       m.member_name,
       m.email,
       m.valid_from AS member_since
  FROM directory.memberships m
 WHERE m.source = :'source'
   -- An array, not IN: its values are known before memberships are looked at, so that an index finds them. Names are
   -- looked through only when there is no such id.
   AND m.group_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.groups g
                                            WHERE g.source = :'source' AND g.group_id = :'group')
                              THEN ARRAY[:'group'::text]
                              ELSE ARRAY(SELECT g.group_id FROM directory.groups g
                                          WHERE g.source = :'source' AND g.display_name = :'group') END)
 ORDER BY m.group_id COLLATE "C", m.user_name, m.member_type COLLATE "C", m.member_id COLLATE "C";
