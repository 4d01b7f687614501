-- Numbers for members and users never seen before.
INSERT INTO directory.member_key (source, member_type, member_id)
SELECT :source, x.member_type, x.member_id
  FROM (SELECT m.member_type, m.member_id
          FROM staging.memberships m
          JOIN staged_group g ON g.staged_no = m.group_no AND g.reading = m.reading AND g.state = 'complete'
         WHERE m.snapshot = :snapshot
        UNION
        SELECT 'user', u.user_id
          FROM staging.users u
          JOIN staging.listing_checkpoint l
            ON l.snapshot = u.snapshot AND l.listing = 'users' AND l.reading = u.reading
         WHERE u.snapshot = :snapshot AND :withUsers) x
 WHERE NOT EXISTS (SELECT FROM directory.member_key k
                    WHERE k.source = :source AND k.member_id = x.member_id AND k.member_type = x.member_type)
 ORDER BY x.member_type, x.member_id
