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
SELECT m.member_id AS user_id,
       m.user_name,
       m.member_name AS display_name,
       m.email,
       count(*) AS group_count,
       :'limit'::bigint - count(*) AS left_over
  FROM directory.memberships m
 WHERE m.source = :'source'
   AND m.member_type = 'user'
 GROUP BY m.member_id, m.user_name, m.member_name, m.email
HAVING count(*) >= 0.9 * :'limit'::bigint
 ORDER BY group_count DESC, m.user_name, m.member_id COLLATE "C";
