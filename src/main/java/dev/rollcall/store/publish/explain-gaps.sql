UPDATE directory.gap p SET reason = g.reason
  FROM staged_group g
 WHERE p.source = :source AND p.until = 'infinity' AND g.group_id = p.group_id AND g.state = 'gap'
   AND p.reason <> g.reason
