-- The groups of the snapshot under their numbers in history. One that is gone is not here: it counts as not listed.
-- A first reading is one of something that nobody had looked at before: of everything in a baseline; of the members of
-- a group that was a gap so far; of a group that the scope before this one, or a gap, kept from being published.
CREATE TEMPORARY TABLE staged_group ON COMMIT DROP AS
SELECT g.group_no AS staged_no,
       k.no AS group_no,
       g.group_id,
       g.state,
       g.reading,
       g.reason,
       g.described,
       h.group_no IS NOT NULL AS published,
       :baseline
           OR CASE WHEN h.group_no IS NOT NULL THEN NOT h.members_read
                   ELSE :rescoped OR p.group_id IS NOT NULL END AS first_reading,
       g.display_name,
       g.description,
       g.external_ids,
       g.created_at,
       g.created_by,
       g.updated_at,
       g.updated_by
  FROM staging.listed_group g
  LEFT JOIN directory.group_key k ON k.source = :source AND k.group_id = g.group_id
  LEFT JOIN directory.groups_history h ON h.group_no = k.no AND h.valid_to = 'infinity'
  LEFT JOIN directory.gap p ON p.source = :source AND p.group_id = g.group_id AND p.until = 'infinity'
 WHERE g.snapshot = :snapshot
   AND g.state IN ('complete', 'gap')
