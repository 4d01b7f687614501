-- Current memberships whose user the listing of users lacks.
SELECT count(*)
  FROM directory.member_key n
  JOIN directory.memberships_history h ON h.member_no = n.no AND h.valid_to = 'infinity'
 WHERE n.source = :source
   AND n.member_type = 'user'
   AND NOT EXISTS (SELECT FROM directory.users_history u WHERE u.user_no = n.no AND u.valid_to = 'infinity')
