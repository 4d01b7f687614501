-- What differs between what was published of a source at two times: groups in order of name, each before its members;
-- users last. Names are the last ones in between.
-- Only what a row begins or ends with in between can differ: a period that spans both times leaves no room for another
-- of the same key. What differs is told as found by a first reading, or as left out by the scope, when nothing else
-- happened to it in between.
WITH group_row AS (
     SELECT h.*, k.group_id
       FROM directory.groups_history h
       JOIN directory.group_key k ON k.no = h.group_no
      WHERE k.source = (SELECT s.id FROM directory.source s WHERE s.name = :source)
        AND (h.valid_from > :from AND h.valid_from <= :to OR h.valid_to > :from AND h.valid_to <= :to)
), group_event AS (
     SELECT r.group_no,
            bool_or(r.begins = 'n' AND r.valid_from > :from) AS came,
            bool_or(r.ends IN ('g', 'r') AND r.valid_to <= :to) AS went
       FROM group_row r
      GROUP BY r.group_no
), membership_row AS (
     SELECT h.*, k.group_id
       FROM directory.memberships_history h
       JOIN directory.group_key k ON k.no = h.group_no
      WHERE k.source = (SELECT s.id FROM directory.source s WHERE s.name = :source)
        AND (h.valid_from > :from AND h.valid_from <= :to OR h.valid_to > :from AND h.valid_to <= :to)
), membership_event AS (
     SELECT r.group_no,
            r.member_no,
            bool_or(r.begins = 'n' AND r.valid_from > :from) AS came,
            bool_or(r.ends IN ('g', 'r') AND r.valid_to <= :to) AS went
       FROM membership_row r
      GROUP BY r.group_no, r.member_no
), user_row AS (
     SELECT h.*, k.member_type, k.member_id
       FROM directory.users_history h
       JOIN directory.member_key k ON k.no = h.user_no
      WHERE k.source = (SELECT s.id FROM directory.source s WHERE s.name = :source)
        AND (h.valid_from > :from AND h.valid_from <= :to OR h.valid_to > :from AND h.valid_to <= :to)
), user_event AS (
     SELECT r.user_no, bool_or(r.begins = 'n' AND r.valid_from > :from) AS came
       FROM user_row r
      GROUP BY r.user_no
)
SELECT l.*
  FROM (SELECT 0 AS part,
               CASE WHEN b.group_no IS NULL THEN CASE WHEN e.came THEN 'group-created' ELSE 'group-known' END
                    WHEN a.group_no IS NULL THEN CASE WHEN e.went THEN 'group-deleted' ELSE 'group-unscoped' END
                    ELSE 'group-changed' END AS kind,
               coalesce(a.group_id, b.group_id) AS group_id,
               g.display_name AS group_name,
               NULL AS member_type, NULL AS member_id, NULL AS user_name, NULL AS member_name,
               CASE WHEN b.group_no IS NOT NULL THEN jsonb_build_object(
                   'display_name', b.display_name, 'description', b.description, 'external_ids', b.external_ids,
                   'created_at', to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'created_by', (SELECT p.name FROM directory.principal p WHERE p.no = b.created_by)) END AS before,
               CASE WHEN a.group_no IS NOT NULL THEN jsonb_build_object(
                   'display_name', a.display_name, 'description', a.description, 'external_ids', a.external_ids,
                   'created_at', to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'created_by', (SELECT p.name FROM directory.principal p WHERE p.no = a.created_by)) END AS after
          FROM (SELECT r.* FROM group_row r WHERE r.valid_from <= :from) b
          FULL JOIN (SELECT r.* FROM group_row r WHERE r.valid_to > :to) a ON a.group_no = b.group_no
          JOIN group_event e ON e.group_no = coalesce(a.group_no, b.group_no)
         CROSS JOIN LATERAL (
               SELECT n.display_name FROM directory.groups_history n
                WHERE n.group_no = e.group_no AND n.valid_from <= :to
                ORDER BY n.valid_from DESC LIMIT 1) g
         WHERE a.group_no IS NULL
            OR b.group_no IS NULL
            OR (a.display_name, a.description, a.external_ids, a.created_at, a.created_by)
               IS DISTINCT FROM
               (b.display_name, b.description, b.external_ids, b.created_at, b.created_by)
        UNION ALL
        SELECT 0,
               CASE WHEN b.group_no IS NULL THEN CASE WHEN e.came THEN 'member-joined' ELSE 'member-known' END
                    ELSE CASE WHEN e.went THEN 'member-left' ELSE 'member-unscoped' END END,
               coalesce(a.group_id, b.group_id),
               g.display_name,
               k.member_type, k.member_id, u.user_name, u.display_name,
               CASE WHEN b.group_no IS NOT NULL THEN jsonb_build_object(
                   'membership_id', b.membership_id,
                   'created_at', to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'created_by', (SELECT p.name FROM directory.principal p WHERE p.no = b.created_by)) END,
               CASE WHEN a.group_no IS NOT NULL THEN jsonb_build_object(
                   'membership_id', a.membership_id,
                   'created_at', to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'created_by', (SELECT p.name FROM directory.principal p WHERE p.no = a.created_by)) END
          FROM (SELECT r.* FROM membership_row r WHERE r.valid_from <= :from) b
          FULL JOIN (SELECT r.* FROM membership_row r WHERE r.valid_to > :to) a
            ON a.group_no = b.group_no AND a.member_no = b.member_no AND a.membership_id = b.membership_id
          JOIN membership_event e
            ON e.group_no = coalesce(a.group_no, b.group_no) AND e.member_no = coalesce(a.member_no, b.member_no)
          JOIN directory.member_key k ON k.no = e.member_no
         CROSS JOIN LATERAL (
               SELECT n.display_name FROM directory.groups_history n
                WHERE n.group_no = e.group_no AND n.valid_from <= :to
                ORDER BY n.valid_from DESC LIMIT 1) g
          LEFT JOIN LATERAL (
               SELECT n.user_name, n.display_name FROM directory.users_history n
                WHERE n.user_no = e.member_no AND n.valid_from <= :to AND n.valid_to > :from
                ORDER BY n.valid_from DESC LIMIT 1) u ON k.member_type = 'user'
         WHERE a.group_no IS NULL OR b.group_no IS NULL
        UNION ALL
        SELECT 1,
               CASE WHEN b.user_no IS NULL THEN CASE WHEN e.came THEN 'user-created' ELSE 'user-known' END
                    WHEN a.user_no IS NULL THEN 'user-deleted'
                    ELSE 'user-changed' END,
               NULL, NULL,
               coalesce(a.member_type, b.member_type), coalesce(a.member_id, b.member_id), u.user_name, u.display_name,
               CASE WHEN b.user_no IS NOT NULL THEN jsonb_build_object(
                   'user_name', b.user_name, 'display_name', b.display_name, 'email', b.email, 'status', b.status,
                   'external_ids', b.external_ids,
                   'created_at', to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'created_by', (SELECT p.name FROM directory.principal p WHERE p.no = b.created_by)) END,
               CASE WHEN a.user_no IS NOT NULL THEN jsonb_build_object(
                   'user_name', a.user_name, 'display_name', a.display_name, 'email', a.email, 'status', a.status,
                   'external_ids', a.external_ids,
                   'created_at', to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'created_by', (SELECT p.name FROM directory.principal p WHERE p.no = a.created_by)) END
          FROM (SELECT r.* FROM user_row r WHERE r.valid_from <= :from) b
          FULL JOIN (SELECT r.* FROM user_row r WHERE r.valid_to > :to) a ON a.user_no = b.user_no
          JOIN user_event e ON e.user_no = coalesce(a.user_no, b.user_no)
         CROSS JOIN LATERAL (
               SELECT n.user_name, n.display_name FROM directory.users_history n
                WHERE n.user_no = e.user_no AND n.valid_from <= :to AND n.valid_to > :from
                ORDER BY n.valid_from DESC LIMIT 1) u
         WHERE a.user_no IS NULL
            OR b.user_no IS NULL
            OR (a.user_name, a.display_name, a.email, a.digest, a.status, a.external_ids, a.created_at, a.created_by)
               IS DISTINCT FROM
               (b.user_name, b.display_name, b.email, b.digest, b.status, b.external_ids, b.created_at, b.created_by)) l
 ORDER BY l.part, l.group_name COLLATE "C", l.group_id COLLATE "C", l.member_id COLLATE "C" NULLS FIRST,
          l.member_type COLLATE "C", l.kind DESC
