UPDATE directory.gap p SET until = :at, closed_by = :snapshot
 WHERE p.source = :source AND p.until = 'infinity'
   AND NOT EXISTS (SELECT FROM staged_group g WHERE g.group_id = p.group_id AND g.state = 'gap')
