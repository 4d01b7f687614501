UPDATE directory.users_history h SET valid_to = :at, closed_by = :snapshot
  FROM user_difference d
 WHERE d.closes AND h.user_no = d.user_no AND h.valid_to = 'infinity'
