SELECT coalesce(k.no, 0) AS no, p.group_id, p.since, p.until, CASE WHEN p.until = 'infinity' THEN p.reason END AS reason
  FROM directory.gap p
  LEFT JOIN directory.group_key k ON k.source = p.source AND k.group_id = p.group_id
 WHERE p.source = :source AND p.until > :first AND p.since <= :last
 ORDER BY p.group_id, p.since
