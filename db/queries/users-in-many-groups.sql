-- Which users are in more than so many groups now?
--
-- Parameters
--   source     name of the source
--   more_than  the number of groups that is not yet many
--
-- Columns
--   user_id                         the user
--   user_name, display_name, email  the user; null when the listing of users lacks the user
--   group_count                     the groups that have the user
SELECT m.member_id AS user_id,
       m.user_name,
       m.member_name AS display_name,
       m.email,
       count(*) AS group_count
  FROM directory.memberships m
 WHERE m.source = :'source'
   AND m.member_type = 'user'
 GROUP BY m.member_id, m.user_name, m.member_name, m.email
HAVING count(*) > :'more_than'::bigint
 ORDER BY group_count DESC, m.user_name, m.member_id COLLATE "C";
