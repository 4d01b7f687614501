-- The groups of the snapshot under their numbers in history. One that is gone is not here: it counts as not listed.
CREATE TEMPORARY TABLE staged_group ON COMMIT DROP AS
SELECT g.group_no AS staged_no,
       k.no AS group_no,
       g.group_id,
       g.state,
       g.reading,
       g.reason,
       g.described,
       h.group_no IS NOT NULL AS published,
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
 WHERE g.snapshot = :snapshot
   AND g.state IN ('complete', 'gap')
