UPDATE directory.users_history h SET valid_to = :at, ends = d.ends
  FROM user_difference d
 WHERE d.ends IS NOT NULL AND h.user_no = d.user_no AND h.valid_to = 'infinity'
