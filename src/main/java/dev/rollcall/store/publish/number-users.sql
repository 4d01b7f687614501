-- Numbers for users never seen before.
INSERT INTO directory.member_key (source, member_type, member_id)
SELECT :source, 'user', u.user_id
  FROM staging.listed_user u
 WHERE u.snapshot = :snapshot
   AND :withUsers
   AND NOT EXISTS (SELECT FROM directory.member_key k
                    WHERE k.source = :source AND k.member_id = u.user_id AND k.member_type = 'user')
 ORDER BY u.user_id
