-- What the snapshot changes of memberships: one row for each member of a group whose current row ends, or gets a
-- successor. Of a member staged twice in a group the row read last counts. With another membership id a member left and
-- joined.
CREATE TEMPORARY TABLE membership_difference ON COMMIT DROP AS
WITH staged AS (
    SELECT DISTINCT ON (g.group_no, n.no)
           g.group_no, n.no AS member_no, m.membership_id, m.created_at, p.no AS created_by, g.first_reading
      FROM staging.memberships m
      JOIN staged_group g ON g.staged_no = m.group_no AND g.reading = m.reading AND g.state = 'complete'
      JOIN directory.member_key n
        ON n.source = :source AND n.member_id = m.member_id AND n.member_type = m.member_type
      LEFT JOIN directory.principal p ON p.source = :source AND p.name = m.created_by
     WHERE m.snapshot = :snapshot
     ORDER BY g.group_no, n.no, m.seq DESC
), current AS (
    SELECT h.group_no, h.member_no, h.membership_id, h.created_at, h.created_by
      FROM directory.memberships_history h
      JOIN directory.group_key k ON k.no = h.group_no AND k.source = :source
     WHERE h.valid_to = 'infinity'
       AND NOT EXISTS (SELECT FROM staged_group g WHERE g.group_no = h.group_no AND g.state = 'gap')
)
SELECT coalesce(s.group_no, c.group_no) AS group_no,
       coalesce(s.member_no, c.member_no) AS member_no,
       CASE WHEN s.member_no IS NULL THEN NULL
            WHEN s.membership_id = c.membership_id THEN 'c'
            WHEN s.first_reading THEN 'k'
            ELSE 'n' END::"char" AS begins,
       CASE WHEN c.member_no IS NULL THEN NULL
            WHEN s.membership_id = c.membership_id THEN 'c'
            WHEN c.group_no IN (SELECT g.group_no FROM group_difference g WHERE g.ends = 'u') THEN 'u'
            ELSE 'g' END::"char" AS ends,
       s.membership_id,
       s.created_at,
       s.created_by
  FROM staged s
  FULL JOIN current c ON c.group_no = s.group_no AND c.member_no = s.member_no
 WHERE s.member_no IS NULL
    OR c.member_no IS NULL
    OR (s.membership_id, s.created_at, s.created_by) IS DISTINCT FROM (c.membership_id, c.created_at, c.created_by)
