-- The same as last-snapshots, as far as a terminal has room.
SELECT n.source,
       n.snapshot_id,
       n.outcome,
       date_trunc('second', n.started_at) AS started_at,
       n.published_at - n.started_at AS took,
       n.groups,
       n.memberships,
       n.members_joined AS joined,
       n.members_left AS "left",
       n.gaps,
       n.requests,
       n.runs
  FROM directory.snapshots n
 WHERE cardinality(:sources::text[]) = 0 OR n.source = ANY (:sources::text[])
 ORDER BY n.started_at DESC, n.snapshot_id DESC
 LIMIT :last
