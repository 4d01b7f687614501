INSERT INTO directory.users_history (valid_from, user_no, begins, user_name, display_name, email, status,
       external_ids, created_at, created_by, updated_at, updated_by)
SELECT :at, d.user_no, d.begins, d.user_name, d.display_name, d.email, d.status,
       d.external_ids, d.created_at, d.created_by, d.updated_at, d.updated_by
  FROM user_difference d
 WHERE d.begins IS NOT NULL
 ORDER BY d.user_no
