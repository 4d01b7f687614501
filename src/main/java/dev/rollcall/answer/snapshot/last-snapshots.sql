-- The newest snapshots of some sources, or of all where none is named.
SELECT n.*
  FROM directory.snapshots n
 WHERE cardinality(:sources::text[]) = 0 OR n.source = ANY (:sources::text[])
 ORDER BY n.started_at DESC, n.snapshot_id DESC
 LIMIT :last
