-- How many memberships were there in the beginning, and how many of those are there still?
SELECT source, count(*) AS "then", count(n.membership_id) AS still
  FROM directory.memberships_as_of((SELECT max(history_from) FROM directory.freshness)) b
  LEFT JOIN directory.memberships n USING (source, group_id, member_id, membership_id)
 GROUP BY source
 ORDER BY source;
