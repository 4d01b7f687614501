-- Numbers for principals never seen before.
INSERT INTO directory.principal (source, name)
SELECT :source, x.created_by
  FROM (SELECT DISTINCT m.created_by
          FROM staging.memberships m
          JOIN staged_group g ON g.staged_no = m.group_no AND g.reading = m.reading AND g.state = 'complete'
         WHERE m.snapshot = :snapshot AND m.created_by IS NOT NULL) x
 WHERE NOT EXISTS (SELECT FROM directory.principal p WHERE p.source = :source AND p.name = x.created_by)
 ORDER BY x.created_by
