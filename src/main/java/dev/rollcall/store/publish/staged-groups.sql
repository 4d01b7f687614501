-- The groups of the snapshot under their numbers in history. One that is gone is not here: it counts as not listed.
CREATE TEMPORARY TABLE staged_group ON COMMIT DROP AS
SELECT g.group_no AS staged_no,
       k.no AS group_no,
       g.group_id,
       c.state,
       c.reading,
       c.reason,
       g.described,
       h.group_no IS NOT NULL AS published,
       g.display_name,
       g.description,
       g.external_ids,
       g.created_at,
       g.created_by,
       g.updated_at,
       g.updated_by
  FROM staging.groups g
  JOIN staging.listing_checkpoint l
    ON l.snapshot = g.snapshot AND l.listing = 'groups' AND l.reading = g.reading
  JOIN staging.group_checkpoint c ON c.snapshot = g.snapshot AND c.group_no = g.group_no
  LEFT JOIN directory.group_key k ON k.source = :source AND k.group_id = g.group_id
  LEFT JOIN directory.groups_history h ON h.group_no = k.no AND h.valid_to = 'infinity'
 WHERE g.snapshot = :snapshot
   AND c.state IN ('complete', 'gap')
