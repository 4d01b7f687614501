SELECT coalesce(u.display_name, c.user_name, c.member_id) AS member,
       c.user_name,
       coalesce(c.group_name, c.group_id) AS group_name
  FROM directory.changes c
  LEFT JOIN directory.users u ON u.source = c.source AND u.user_id = c.member_id
 WHERE c.source = :source AND c.snapshot_id = :snapshot AND c.kind = :kind
 ORDER BY c.group_id, c.member_id
 LIMIT :most
