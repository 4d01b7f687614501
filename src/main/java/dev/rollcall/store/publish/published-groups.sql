-- The groups published before this snapshot, with their members and what becomes of them. A group trips the guard when
-- it stays, but loses more members than are always allowed and more than the percentage for one group.
CREATE TEMPORARY TABLE published_group ON COMMIT DROP AS
SELECT h.group_no,
       h.display_name,
       coalesce(m.members, 0) AS members,
       coalesce(r.removed, 0) AS removed,
       coalesce(g.state = 'gap', false) AS gap,
       g.group_no IS NULL AS gone,
       g.group_no IS NOT NULL
           AND coalesce(r.removed, 0) > :alwaysAllowed
           AND coalesce(r.removed, 0) * 100.0 > :maxPerGroup * coalesce(m.members, 0) AS tripped,
       coalesce(g.state = 'complete' OR g.described, false) AS found
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no AND k.source = :source
  LEFT JOIN staged_group g ON g.group_no = h.group_no
  LEFT JOIN (SELECT c.group_no, count(*) AS members
               FROM directory.memberships_history c
               JOIN directory.group_key ck ON ck.no = c.group_no AND ck.source = :source
              WHERE c.valid_to = 'infinity'
              GROUP BY c.group_no) m ON m.group_no = h.group_no
  LEFT JOIN (SELECT d.group_no, count(*) AS removed
               FROM membership_difference d
              WHERE d.begins IS NULL
              GROUP BY d.group_no) r ON r.group_no = h.group_no
 WHERE h.valid_to = 'infinity'
