-- What the snapshot changes of groups: one row for each group whose current row ends, or gets a successor.
-- A gap keeps what is published; only one never published gets a row, from the listing.
-- A group that the scope no longer names was not looked for: whether it is gone, nobody knows.
CREATE TEMPORARY TABLE group_difference ON COMMIT DROP AS
WITH staged AS (
    SELECT g.group_no, g.state, g.first_reading, g.display_name, g.description, g.external_ids,
           g.created_at, c.no AS created_by, g.updated_at, u.no AS updated_by
      FROM staged_group g
      LEFT JOIN directory.principal c ON c.source = :source AND c.name = g.created_by
      LEFT JOIN directory.principal u ON u.source = :source AND u.name = g.updated_by
     WHERE g.state = 'complete' OR (g.described AND NOT g.published)
), current AS (
    SELECT h.*, k.group_id
      FROM directory.groups_history h
      JOIN directory.group_key k ON k.no = h.group_no AND k.source = :source
     WHERE h.valid_to = 'infinity'
       AND NOT EXISTS (SELECT FROM staged_group g WHERE g.group_no = h.group_no AND g.state = 'gap')
)
SELECT coalesce(s.group_no, c.group_no) AS group_no,
       CASE WHEN s.group_no IS NULL THEN NULL
            WHEN c.group_no IS NOT NULL THEN 'c'
            WHEN s.first_reading THEN 'k'
            ELSE 'n' END::"char" AS begins,
       CASE WHEN c.group_no IS NULL THEN NULL
            WHEN s.group_no IS NOT NULL THEN 'c'
            WHEN :rescoped AND :scoped
                AND NOT EXISTS (SELECT FROM staging.groups n
                                 WHERE n.snapshot = :snapshot AND n.group_id = c.group_id) THEN 'u'
            ELSE 'g' END::"char" AS ends,
       s.group_no IS NOT NULL AND c.group_no IS NOT NULL
           AND (s.display_name, s.description, s.external_ids, s.created_at, s.created_by)
               IS DISTINCT FROM
               (c.display_name, c.description, c.external_ids, c.created_at, c.created_by) AS changes,
       s.state = 'complete' AS members_read,
       s.display_name,
       s.description,
       s.external_ids,
       s.created_at,
       s.created_by,
       s.updated_at,
       s.updated_by
  FROM staged s
  FULL JOIN current c ON c.group_no = s.group_no
 WHERE s.group_no IS NULL
    OR c.group_no IS NULL
    OR (s.display_name, s.description, s.external_ids, s.created_at, s.created_by, s.updated_at, s.updated_by,
        s.state = 'complete')
       IS DISTINCT FROM
       (c.display_name, c.description, c.external_ids, c.created_at, c.created_by, c.updated_at, c.updated_by,
        c.members_read)
