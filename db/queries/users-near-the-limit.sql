-- Which users are in nearly as many groups as a user may be?
-- Nearly is nine tenths. AWS permits 1000 groups a user.
--
-- Parameters
--   source text          name of the source
--   limit bigint = 1000  in how many groups a user may be
--
-- Columns
--   user_id                         the user
--   user_name, display_name, email  the user; null when the listing of users lacks the user
--   group_count                     the groups that have the user
--   left_over                       how many more may
SELECT c.member_id AS user_id,
       u.user_name,
       u.display_name,
       u.email,
       c.group_count,
       :'limit'::bigint - c.group_count AS left_over
  FROM (SELECT m.member_id, count(*) AS group_count
          FROM directory.memberships m
         WHERE m.source = :'source'
           AND m.member_type = 'user'
         GROUP BY m.member_id
        HAVING count(*) >= 0.9 * :'limit'::bigint) c
  LEFT JOIN directory.users u ON u.source = :'source' AND u.user_id = c.member_id
 ORDER BY c.group_count DESC, u.user_name, c.member_id COLLATE "C";
