-- Which groups still have users whom the listing of users lacks?
-- Where users were never read, that is every membership: see users_read_at in the query freshness.
--
-- Parameters
--   source text  name of the source
--
-- Columns
--   user_id               the user
--   last_user_name        what the user last signed in with; null when the listing never had the user
--   last_display_name     name of the user then; null likewise
--   vanished_at           when the first snapshot without the user was published; null likewise
--   group_id, group_name  the group
--   member_since          published as it is since
SELECT m.member_id AS user_id,
       l.user_name AS last_user_name,
       l.display_name AS last_display_name,
       l.valid_to AS vanished_at,
       m.group_id,
       m.group_name,
       m.valid_from AS member_since
  FROM directory.memberships m
  LEFT JOIN LATERAL (
       SELECT p.user_name, p.display_name, p.valid_to FROM directory.user_periods p
        WHERE p.source = m.source AND p.user_id = m.member_id
        ORDER BY p.valid_from DESC LIMIT 1) l ON true
 WHERE m.source = :'source'
   AND m.member_type = 'user'
   AND NOT EXISTS (SELECT FROM directory.users u WHERE u.source = m.source AND u.user_id = m.member_id)
 ORDER BY m.member_id COLLATE "C", m.group_name, m.group_id COLLATE "C";
