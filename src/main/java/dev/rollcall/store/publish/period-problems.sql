-- What must never be, in the rows of `period`: one line each, with what is wrong. Whoever runs this puts before it which
-- periods of which keys are looked at; of each key all are. One without member_no is a group's, one without group_no a
-- user's, the others are a member's of a group.
SELECT x.line
  FROM (SELECT h.group_no, h.member_no, h.valid_from, h.valid_to,
               CASE WHEN h.valid_from >= h.valid_to THEN 'an empty period'
                    WHEN lag(h.valid_to) OVER w > h.valid_from THEN 'overlapping periods'
                    WHEN h.begins = 'c'
                         AND (lag(h.ends) OVER w IS DISTINCT FROM 'c' OR lag(h.valid_to) OVER w <> h.valid_from)
                         THEN 'a period that continues none'
                    WHEN h.ends = 'c' AND lead(h.begins) OVER w IS DISTINCT FROM 'c'
                         THEN 'a period that none continues' END AS problem
          FROM period h
        WINDOW w AS (PARTITION BY h.member_no, h.group_no ORDER BY h.valid_from, h.valid_to)) p
  LEFT JOIN directory.group_key k ON k.no = p.group_no
  LEFT JOIN directory.member_key n ON n.no = p.member_no
  LEFT JOIN directory.source s ON s.id = coalesce(k.source, n.source)
  LEFT JOIN directory.groups_history g ON g.group_no = p.group_no AND g.valid_to = 'infinity'
 CROSS JOIN LATERAL (VALUES
       (CASE WHEN p.member_no IS NULL THEN 'group ' || k.group_id
             WHEN p.group_no IS NULL THEN 'user ' || n.member_id
             ELSE 'member ' || coalesce(n.member_id, '?') || ' of group ' || coalesce(k.group_id, '?') END
            || ' of ' || coalesce(s.name, '?') || ': '
            -- What it continues may have been pruned.
            || CASE WHEN p.problem <> 'a period that continues none' OR s.pruned_before IS NULL
                         OR p.valid_from >= s.pruned_before THEN p.problem END),
       (CASE WHEN p.member_no IS NOT NULL AND p.group_no IS NOT NULL
                  AND (k.no IS NULL OR n.no IS NULL OR n.source <> k.source)
             THEN 'member number ' || p.member_no || ' of group number ' || p.group_no || ': no such '
                      || CASE WHEN k.no IS NULL THEN 'group' ELSE 'member' END || ' in the number tables' END),
       (CASE WHEN p.member_no IS NOT NULL AND p.group_no IS NOT NULL AND p.valid_to = 'infinity' AND g.group_no IS NULL
             THEN 'member ' || n.member_id || ' of group ' || k.group_id || ': current, and the group is not' END))
       x (line)
 WHERE x.line IS NOT NULL
   AND (p.problem IS NOT NULL
        OR p.member_no IS NOT NULL AND p.group_no IS NOT NULL
           AND (k.no IS NULL OR n.no IS NULL OR n.source <> k.source OR p.valid_to = 'infinity' AND g.group_no IS NULL))
 ORDER BY x.line COLLATE "C"
 LIMIT 100
