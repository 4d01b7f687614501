-- Numbers for principals never seen before.
INSERT INTO directory.principal (source, name)
SELECT :source, x.name
  FROM (SELECT m.created_by AS name
          FROM staging.memberships m
          JOIN staged_group g ON g.staged_no = m.group_no AND g.reading = m.reading AND g.state = 'complete'
         WHERE m.snapshot = :snapshot
        UNION
        SELECT v.name
          FROM staged_group g
         CROSS JOIN LATERAL (VALUES (g.created_by), (g.updated_by)) v (name)
        UNION
        SELECT v.name
          FROM staging.listed_user u
         CROSS JOIN LATERAL (VALUES (u.created_by), (u.updated_by)) v (name)
         WHERE u.snapshot = :snapshot AND :withUsers) x
 WHERE x.name IS NOT NULL
   AND NOT EXISTS (SELECT FROM directory.principal p WHERE p.source = :source AND p.name = x.name)
 ORDER BY x.name
