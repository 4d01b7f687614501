-- Which users are in more than so many groups now?
--
-- Parameters
--   source text            name of the source
--   more_than bigint = 50  the number of groups that is not yet many
--
-- Columns
--   user_id                         the user
--   user_name, display_name, email  the user; null when the listing of users lacks the user
--   group_count                     the groups that have the user
SELECT c.member_id AS user_id,
       u.user_name,
       u.display_name,
       u.email,
       c.group_count
  FROM (SELECT m.member_id, count(*) AS group_count
          FROM directory.memberships m
         WHERE m.source = :'source'
           AND m.member_type = 'user'
         GROUP BY m.member_id
        HAVING count(*) > :'more_than'::bigint) c
  LEFT JOIN directory.users u ON u.source = :'source' AND u.user_id = c.member_id
 ORDER BY c.group_count DESC, u.user_name, c.member_id COLLATE "C";
