-- What the snapshot changes of users: one row for each user whose current row ends, or gets a successor. None when the
-- snapshot did not read users.
CREATE TEMPORARY TABLE user_difference ON COMMIT DROP AS
WITH staged AS (
    SELECT n.no AS user_no, u.user_name, u.display_name, u.email, u.status, u.external_ids,
           u.created_at, c.no AS created_by, u.updated_at, b.no AS updated_by
      FROM staging.listed_user u
      JOIN directory.member_key n ON n.source = :source AND n.member_id = u.user_id AND n.member_type = 'user'
      LEFT JOIN directory.principal c ON c.source = :source AND c.name = u.created_by
      LEFT JOIN directory.principal b ON b.source = :source AND b.name = u.updated_by
     WHERE u.snapshot = :snapshot AND :withUsers
), current AS (
    SELECT h.*
      FROM directory.users_history h
      JOIN directory.member_key k ON k.no = h.user_no AND k.source = :source
     WHERE h.valid_to = 'infinity' AND :withUsers
)
SELECT coalesce(s.user_no, c.user_no) AS user_no,
       CASE WHEN s.user_no IS NULL THEN NULL
            WHEN c.user_no IS NOT NULL THEN 'c'
            WHEN :usersUnread THEN 'k'
            ELSE 'n' END::"char" AS begins,
       CASE WHEN c.user_no IS NULL THEN NULL
            WHEN s.user_no IS NOT NULL THEN 'c'
            ELSE 'g' END::"char" AS ends,
       s.user_no IS NOT NULL AND c.user_no IS NOT NULL
           AND (s.user_name, s.display_name, s.email, s.status, s.external_ids, s.created_at, s.created_by)
               IS DISTINCT FROM
               (c.user_name, c.display_name, c.email, c.status, c.external_ids, c.created_at, c.created_by) AS changes,
       s.user_name,
       s.display_name,
       s.email,
       s.status,
       s.external_ids,
       s.created_at,
       s.created_by,
       s.updated_at,
       s.updated_by
  FROM staged s
  FULL JOIN current c ON c.user_no = s.user_no
 WHERE s.user_no IS NULL
    OR c.user_no IS NULL
    OR (s.user_name, s.display_name, s.email, s.status, s.external_ids, s.created_at, s.created_by, s.updated_at,
        s.updated_by)
       IS DISTINCT FROM
       (c.user_name, c.display_name, c.email, c.status, c.external_ids, c.created_at, c.created_by, c.updated_at,
        c.updated_by)
