-- Every period of the keys of which the last published snapshot of a source began or ended one, and what is current of
-- the groups that it ended.
SELECT h.group_no, NULL::integer AS member_no, h.valid_from, h.valid_to, h.begins, h.ends
  FROM directory.groups_history h
 WHERE h.group_no IN (SELECT t.group_no FROM last l JOIN directory.groups_history t ON t.valid_from = l.at
                       UNION
                      SELECT t.group_no FROM last l
                        JOIN directory.groups_history t ON t.valid_to = l.at AND t.valid_to < 'infinity')
UNION ALL
SELECT NULL, h.user_no, h.valid_from, h.valid_to, h.begins, h.ends
  FROM directory.users_history h
 WHERE h.user_no IN (SELECT t.user_no FROM last l JOIN directory.users_history t ON t.valid_from = l.at
                      UNION
                     SELECT t.user_no FROM last l
                       JOIN directory.users_history t ON t.valid_to = l.at AND t.valid_to < 'infinity')
UNION ALL
SELECT h.group_no, h.member_no, h.valid_from, h.valid_to, h.begins, h.ends
  FROM directory.memberships_history h
 WHERE (h.group_no, h.member_no) IN (
       SELECT t.group_no, t.member_no FROM last l
         JOIN directory.memberships_history t ON t.valid_to = l.at AND t.valid_to < 'infinity'
        UNION
       SELECT t.group_no, t.member_no FROM last l
         JOIN directory.memberships_history t ON t.valid_from = l.at AND t.begins <> 'k'
        UNION
       -- Members are known by a first reading only where the group's row begins, too.
       SELECT t.group_no, t.member_no FROM last l
         JOIN directory.groups_history g ON g.valid_from = l.at
         JOIN directory.memberships_history t ON t.group_no = g.group_no AND t.valid_from = l.at AND t.begins = 'k'
        UNION
       SELECT t.group_no, t.member_no FROM last l
         JOIN directory.groups_history g ON g.valid_to = l.at AND g.valid_to < 'infinity' AND g.ends <> 'c'
         JOIN directory.memberships_history t ON t.group_no = g.group_no AND t.valid_to = 'infinity')
