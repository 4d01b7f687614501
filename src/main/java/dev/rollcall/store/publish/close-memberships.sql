UPDATE directory.memberships_history h SET valid_to = :at, ends = d.ends
  FROM membership_difference d
 WHERE d.ends IS NOT NULL AND h.group_no = d.group_no AND h.member_no = d.member_no AND h.valid_to = 'infinity'
