INSERT INTO directory.memberships_history (valid_from, created_at, group_no, member_no, created_by, begins,
       membership_id)
SELECT :at, d.created_at, d.group_no, d.member_no, d.created_by, d.begins, d.membership_id
  FROM membership_difference d
 WHERE d.begins IS NOT NULL
 ORDER BY d.group_no, d.member_no
