INSERT INTO directory.groups_history (valid_from, group_no, begins, members_read, display_name, description,
       external_ids, created_at, created_by, updated_at, updated_by)
SELECT :at, d.group_no, d.begins, d.members_read, d.display_name, d.description,
       d.external_ids, d.created_at, d.created_by, d.updated_at, d.updated_by
  FROM group_difference d
 WHERE d.begins IS NOT NULL
 ORDER BY d.group_no
