-- Numbers for groups never seen before. A gap without a description becomes no row, and needs none.
INSERT INTO directory.group_key (source, group_id)
SELECT :source, g.group_id
  FROM staging.listed_group g
 WHERE g.snapshot = :snapshot
   AND g.described
   AND g.state IN ('complete', 'gap')
   AND NOT EXISTS (SELECT FROM directory.group_key k WHERE k.source = :source AND k.group_id = g.group_id)
 ORDER BY g.group_id
