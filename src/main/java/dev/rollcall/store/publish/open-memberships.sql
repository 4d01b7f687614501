INSERT INTO directory.memberships_history (valid_from, created_at, group_no, member_no, opened_by, created_by,
       membership_id)
SELECT :at, d.created_at, d.group_no, d.member_no, :snapshot, d.created_by, d.membership_id
  FROM membership_difference d
 WHERE d.opens
 ORDER BY d.group_no, d.member_no
