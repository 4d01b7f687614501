-- What would change, become known or leave the scope, line by line: groups in order of name, each before its members;
-- users last. Names as staged, or as last published.
SELECT l.*
  FROM (SELECT 0 AS part,
               k.group_id,
               CASE WHEN d.begins IS NOT NULL THEN d.display_name ELSE p.display_name END AS group_name,
               CASE WHEN d.begins = 'n' THEN 'group-created'
                    WHEN d.begins = 'k' THEN 'group-known'
                    WHEN d.ends = 'g' THEN 'group-deleted'
                    WHEN d.ends = 'u' THEN 'group-unscoped'
                    ELSE 'group-changed' END AS kind,
               NULL AS member_type, NULL AS member_id, NULL AS member_name
          FROM group_difference d
          JOIN directory.group_key k ON k.no = d.group_no
          LEFT JOIN published_group p ON p.group_no = d.group_no
         WHERE d.changes OR d.begins IS NULL OR d.ends IS NULL
        UNION ALL
        SELECT 0, k.group_id, coalesce(g.display_name, p.display_name),
               side.kind, n.member_type, n.member_id,
               CASE WHEN n.member_type = 'user' THEN
                    coalesce((SELECT coalesce(u.user_name, u.display_name) FROM staging.users u
                               WHERE u.snapshot = :snapshot AND u.user_id = n.member_id),
                             (SELECT coalesce(h.user_name, h.display_name) FROM directory.users_history h
                               WHERE h.user_no = n.no AND h.valid_to = 'infinity')) END
          FROM membership_difference d
          CROSS JOIN LATERAL (VALUES
               (CASE d.ends WHEN 'g' THEN 'member-left' WHEN 'u' THEN 'member-unscoped' END),
               (CASE d.begins WHEN 'n' THEN 'member-joined' WHEN 'k' THEN 'member-known' END)) side (kind)
          JOIN directory.group_key k ON k.no = d.group_no
          JOIN directory.member_key n ON n.no = d.member_no
          LEFT JOIN staged_group g ON g.group_no = d.group_no
          LEFT JOIN published_group p ON p.group_no = d.group_no
         WHERE side.kind IS NOT NULL
        UNION ALL
        SELECT 1, NULL, NULL,
               CASE WHEN d.begins = 'n' THEN 'user-created'
                    WHEN d.begins = 'k' THEN 'user-known'
                    WHEN d.ends = 'g' THEN 'user-deleted'
                    ELSE 'user-changed' END,
               n.member_type, n.member_id,
               CASE WHEN d.begins IS NOT NULL THEN coalesce(d.user_name, d.display_name)
                    ELSE (SELECT coalesce(h.user_name, h.display_name) FROM directory.users_history h
                           WHERE h.user_no = d.user_no AND h.valid_to = 'infinity') END
          FROM user_difference d
          JOIN directory.member_key n ON n.no = d.user_no
         WHERE d.changes OR d.begins IS NULL OR d.ends IS NULL) l
 ORDER BY l.part, l.group_name COLLATE "C", l.group_id COLLATE "C", l.member_id COLLATE "C" NULLS FIRST,
          l.member_type COLLATE "C", l.kind DESC
