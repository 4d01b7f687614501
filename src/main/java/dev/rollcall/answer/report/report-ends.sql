-- How many of the periods of memberships that a report would hold end when.
SELECT h.valid_to, count(*) AS periods
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no
 WHERE k.source = :source AND h.valid_to > :first AND h.valid_from <= :last
 GROUP BY h.valid_to
