SELECT k.no, k.group_id, h.valid_from, h.valid_to, h.begins, h.ends, h.members_read, h.display_name, h.description
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no
 WHERE k.source = :source AND h.valid_to > :first AND h.valid_from <= :last
 ORDER BY k.no, h.valid_from
