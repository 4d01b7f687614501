-- Numbers for groups never seen before. A gap without a description becomes no row, and needs none.
INSERT INTO directory.group_key (source, group_id)
SELECT :source, g.group_id
  FROM staging.groups g
  JOIN staging.listing_checkpoint l
    ON l.snapshot = g.snapshot AND l.listing = 'groups' AND l.reading = g.reading
  JOIN staging.group_checkpoint c ON c.snapshot = g.snapshot AND c.group_no = g.group_no
 WHERE g.snapshot = :snapshot
   AND g.described
   AND c.state IN ('complete', 'gap')
   AND NOT EXISTS (SELECT FROM directory.group_key k WHERE k.source = :source AND k.group_id = g.group_id)
 ORDER BY g.group_id
