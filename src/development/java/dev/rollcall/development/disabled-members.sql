-- Who is disabled and still in most groups?
SELECT source, u.user_name, u.display_name, count(*) AS groups
  FROM directory.users u
  JOIN directory.memberships m USING (source)
 WHERE u.status = 'disabled' AND m.member_id = u.user_id
 GROUP BY source, u.user_id, u.user_name, u.display_name
 ORDER BY groups DESC, source, u.user_name
 LIMIT 6;
