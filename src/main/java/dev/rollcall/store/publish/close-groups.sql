UPDATE directory.groups_history h SET valid_to = :at, ends = d.ends
  FROM group_difference d
 WHERE d.ends IS NOT NULL AND h.group_no = d.group_no AND h.valid_to = 'infinity'
