UPDATE directory.groups_history h SET valid_to = :at, closed_by = :snapshot
  FROM group_difference d
 WHERE d.closes AND h.group_no = d.group_no AND h.valid_to = 'infinity'
