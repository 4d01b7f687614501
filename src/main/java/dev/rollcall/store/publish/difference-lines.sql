-- What would change, line by line: groups in order of name, each before its members; users last. Names as staged, or
-- as last published.
SELECT l.*
  FROM (SELECT 0 AS part,
               k.group_id,
               CASE WHEN d.opens THEN d.display_name ELSE p.display_name END AS group_name,
               CASE WHEN NOT d.closes THEN 'group-created'
                    WHEN NOT d.opens THEN 'group-deleted'
                    ELSE 'group-changed' END AS kind,
               NULL AS member_type, NULL AS member_id, NULL AS member_name
          FROM group_difference d
          JOIN directory.group_key k ON k.no = d.group_no
          LEFT JOIN published_group p ON p.group_no = d.group_no
         WHERE d.changes OR NOT (d.opens AND d.closes)
        UNION ALL
        SELECT 0, k.group_id, coalesce(g.display_name, p.display_name),
               side.kind, n.member_type, n.member_id,
               CASE WHEN n.member_type = 'user' THEN
                    coalesce((SELECT coalesce(u.user_name, u.display_name) FROM staging.users u
                               WHERE u.snapshot = :snapshot AND u.user_id = n.member_id),
                             (SELECT coalesce(h.user_name, h.display_name) FROM directory.users_history h
                               WHERE h.user_no = n.no AND h.valid_to = 'infinity')) END
          FROM membership_difference d
          CROSS JOIN LATERAL (VALUES ('member-left', d.leaves), ('member-joined', d.joins)) side (kind, applies)
          JOIN directory.group_key k ON k.no = d.group_no
          JOIN directory.member_key n ON n.no = d.member_no
          LEFT JOIN staged_group g ON g.group_no = d.group_no
          LEFT JOIN published_group p ON p.group_no = d.group_no
         WHERE side.applies
        UNION ALL
        SELECT 1, NULL, NULL,
               CASE WHEN NOT d.closes THEN 'user-created' WHEN NOT d.opens THEN 'user-deleted' ELSE 'user-changed' END,
               n.member_type, n.member_id,
               CASE WHEN d.opens THEN coalesce(d.user_name, d.display_name)
                    ELSE (SELECT coalesce(h.user_name, h.display_name) FROM directory.users_history h
                           WHERE h.user_no = d.user_no AND h.valid_to = 'infinity') END
          FROM user_difference d
          JOIN directory.member_key n ON n.no = d.user_no
         WHERE d.changes OR NOT (d.opens AND d.closes)) l
 ORDER BY l.part, l.group_name COLLATE "C", l.group_id COLLATE "C", l.member_id COLLATE "C" NULLS FIRST,
          l.member_type COLLATE "C", l.kind DESC
