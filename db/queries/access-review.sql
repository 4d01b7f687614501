-- The sheet for reviewing who has access through a group: each member with status, since when, and added by whom.
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
--   status                  enabled, disabled, or null when the provider does not say
--   added_at                when the member was added: the provider's word, null where it gives none
--   added_by                who added the member: likewise
--   member_since            published as it is since; a member that a first reading found may be one for longer
--   gap_since               null; else the group could not be read any more, and its members are as they were then
SELECT m.group_id,
       m.group_name,
       m.member_type,
       m.member_id,
       m.user_name,
       m.member_name,
       m.email,
       u.status,
       m.created_at AS added_at,
       m.created_by AS added_by,
       m.valid_from AS member_since,
       p.since AS gap_since
  FROM directory.memberships m
  LEFT JOIN directory.users u ON u.source = m.source AND u.user_id = m.member_id AND m.member_type = 'user'
  LEFT JOIN directory.gaps p ON p.source = m.source AND p.group_id = m.group_id
 WHERE m.source = :'source'
   -- An array, not IN: its values are known before memberships are looked at, so that an index finds them. Names are
   -- looked through only when there is no such id.
   AND m.group_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.groups g
                                            WHERE g.source = :'source' AND g.group_id = :'group')
                              THEN ARRAY[:'group'::text]
                              ELSE ARRAY(SELECT g.group_id FROM directory.groups g
                                          WHERE g.source = :'source' AND g.display_name = :'group') END)
 ORDER BY m.group_id COLLATE "C", m.user_name, m.member_type COLLATE "C", m.member_id COLLATE "C";
