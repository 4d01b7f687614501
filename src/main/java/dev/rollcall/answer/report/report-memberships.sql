-- Group by group in the order of their numbers as given, which is the page's.
SELECT h.group_no, h.member_no, h.valid_from, h.valid_to, h.begins, h.ends
  FROM unnest(:groups) WITH ORDINALITY g (no, place)
  JOIN directory.memberships_history h ON h.group_no = g.no
 WHERE h.valid_to > :first AND h.valid_from <= :last
 ORDER BY g.place, h.valid_from
