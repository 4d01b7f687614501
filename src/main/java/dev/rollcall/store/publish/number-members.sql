-- Numbers for members never seen before, where the users have theirs already: few of many rows are left to be sorted.
INSERT INTO directory.member_key (source, member_type, member_id)
SELECT DISTINCT :source, m.member_type, m.member_id
  FROM staging.memberships m
  JOIN staged_group g ON g.staged_no = m.group_no AND g.reading = m.reading AND g.state = 'complete'
 WHERE m.snapshot = :snapshot
   AND NOT EXISTS (SELECT FROM directory.member_key k
                    WHERE k.source = :source AND k.member_id = m.member_id AND k.member_type = m.member_type)
 ORDER BY m.member_type, m.member_id
