-- Which groups still have users who are disabled?
-- A provider that does not say whether a user is disabled leaves this empty: see status in directory.users.
--
-- Parameters
--   source text  name of the source
--
-- Columns
--   user_id, user_name, display_name, email  the disabled user
--   group_id, group_name                     the group
--   member_since                             published as it is since
SELECT u.user_id,
       u.user_name,
       u.display_name,
       u.email,
       m.group_id,
       m.group_name,
       m.valid_from AS member_since
  FROM directory.users u
  JOIN directory.memberships m ON m.source = u.source AND m.member_type = 'user' AND m.member_id = u.user_id
 WHERE u.source = :'source'
   AND u.status = 'disabled'
 ORDER BY u.user_name, u.user_id COLLATE "C", m.group_name, m.group_id COLLATE "C";
