INSERT INTO directory.gap (source, group_id, reason, since, opened_by)
SELECT :source, g.group_id, g.reason, :at, :snapshot
  FROM staged_group g
 WHERE g.state = 'gap'
   AND NOT EXISTS (SELECT FROM directory.gap p
                    WHERE p.source = :source AND p.group_id = g.group_id AND p.until = 'infinity')
 ORDER BY g.group_id
