-- Every period of one key in so many: all slices together are the whole history.
SELECT h.group_no, NULL::integer AS member_no, h.valid_from, h.valid_to, h.begins, h.ends
  FROM directory.groups_history h
 WHERE h.group_no % :slices = :slice
UNION ALL
SELECT NULL, h.user_no, h.valid_from, h.valid_to, h.begins, h.ends
  FROM directory.users_history h
 WHERE h.user_no % :slices = :slice
UNION ALL
SELECT h.group_no, h.member_no, h.valid_from, h.valid_to, h.begins, h.ends
  FROM directory.memberships_history h
 WHERE h.group_no % :slices = :slice
