-- What must never be: one line a key, with what is wrong.
SELECT x.problem
  FROM (SELECT 'group ' || k.group_id || ' of ' || s.name || ': ' || p.problem AS problem
          FROM (SELECT h.group_no,
                       CASE WHEN h.valid_from >= h.valid_to THEN 'an empty period'
                            WHEN lag(h.valid_to) OVER w > h.valid_from THEN 'overlapping periods'
                            WHEN h.begins = 'c'
                                 AND (lag(h.ends) OVER w IS DISTINCT FROM 'c' OR lag(h.valid_to) OVER w <> h.valid_from)
                                 THEN 'a period that continues none'
                            WHEN h.ends = 'c' AND lead(h.begins) OVER w IS DISTINCT FROM 'c'
                                 THEN 'a period that none continues' END AS problem
                  FROM directory.groups_history h
                WINDOW w AS (PARTITION BY h.group_no ORDER BY h.valid_from, h.valid_to)) p
          LEFT JOIN directory.group_key k ON k.no = p.group_no
          LEFT JOIN directory.source s ON s.id = k.source
         WHERE p.problem IS NOT NULL
        UNION ALL
        SELECT 'user ' || k.member_id || ' of ' || s.name || ': ' || p.problem
          FROM (SELECT h.user_no,
                       CASE WHEN h.valid_from >= h.valid_to THEN 'an empty period'
                            WHEN lag(h.valid_to) OVER w > h.valid_from THEN 'overlapping periods'
                            WHEN h.begins = 'c'
                                 AND (lag(h.ends) OVER w IS DISTINCT FROM 'c' OR lag(h.valid_to) OVER w <> h.valid_from)
                                 THEN 'a period that continues none'
                            WHEN h.ends = 'c' AND lead(h.begins) OVER w IS DISTINCT FROM 'c'
                                 THEN 'a period that none continues' END AS problem
                  FROM directory.users_history h
                WINDOW w AS (PARTITION BY h.user_no ORDER BY h.valid_from, h.valid_to)) p
          JOIN directory.member_key k ON k.no = p.user_no
          JOIN directory.source s ON s.id = k.source
         WHERE p.problem IS NOT NULL
        UNION ALL
        SELECT 'member ' || coalesce(n.member_id, '?') || ' of group ' || coalesce(k.group_id, '?') || ' of '
                   || coalesce(s.name, '?') || ': ' || p.problem
          FROM (SELECT h.group_no, h.member_no,
                       CASE WHEN h.valid_from >= h.valid_to THEN 'an empty period'
                            WHEN lag(h.valid_to) OVER w > h.valid_from THEN 'overlapping periods'
                            WHEN h.begins = 'c'
                                 AND (lag(h.ends) OVER w IS DISTINCT FROM 'c' OR lag(h.valid_to) OVER w <> h.valid_from)
                                 THEN 'a period that continues none'
                            WHEN h.ends = 'c' AND lead(h.begins) OVER w IS DISTINCT FROM 'c'
                                 THEN 'a period that none continues' END AS problem
                  FROM directory.memberships_history h
                WINDOW w AS (PARTITION BY h.group_no, h.member_no ORDER BY h.valid_from, h.valid_to)) p
          LEFT JOIN directory.group_key k ON k.no = p.group_no
          LEFT JOIN directory.member_key n ON n.no = p.member_no
          LEFT JOIN directory.source s ON s.id = k.source
         WHERE p.problem IS NOT NULL
        UNION ALL
        SELECT 'member number ' || h.member_no || ' of group number ' || h.group_no || ': no such '
                   || CASE WHEN k.no IS NULL THEN 'group' ELSE 'member' END || ' in the number tables'
          FROM directory.memberships_history h
          LEFT JOIN directory.group_key k ON k.no = h.group_no
          LEFT JOIN directory.member_key n ON n.no = h.member_no
         WHERE k.no IS NULL OR n.no IS NULL OR n.source <> k.source
        UNION ALL
        SELECT 'member ' || n.member_id || ' of group ' || k.group_id || ': current, and the group is not'
          FROM directory.memberships_history h
          JOIN directory.group_key k ON k.no = h.group_no
          JOIN directory.member_key n ON n.no = h.member_no
          LEFT JOIN directory.groups_history g ON g.group_no = h.group_no AND g.valid_to = 'infinity'
         WHERE h.valid_to = 'infinity' AND g.group_no IS NULL) x
 ORDER BY x.problem COLLATE "C"
 LIMIT 100
