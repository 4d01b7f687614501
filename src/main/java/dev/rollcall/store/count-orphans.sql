SELECT count(*)
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no AND k.source = :source
  JOIN directory.member_key n ON n.no = h.member_no AND n.member_type = 'user'
  LEFT JOIN directory.users_history u ON u.user_no = h.member_no AND u.valid_to = 'infinity'
 WHERE h.valid_to = 'infinity' AND u.user_no IS NULL
