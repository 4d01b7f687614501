-- Which groups are the largest?
SELECT source, display_name, member_count
  FROM directory.groups
 ORDER BY member_count DESC NULLS LAST, source, group_id
 LIMIT 6;
