-- Where every source that is not retired stands. Of the readers' views alone: status needs no more than their rights.
SELECT f.source, f.provider, f.identity_store_id, f.users_read_at,
       f.snapshot_id AS published_id, f.published_at, extract(epoch FROM f.age) AS age,
       f.groups, f.memberships, f.users, f.gaps,
       o.snapshot_id AS open_id, o.since, n.runs, o.groups_listed, o.groups_read, o.gaps AS groups_in_gap,
       o.memberships_read, o.users_read, o.requests AS open_requests, o.throttles AS open_throttles,
       o.step, o.run_since, o.host AS open_host, o.process AS open_process, o.rate,
       o.expected_end, ceil(extract(epoch FROM o.expected_end - now()))::bigint AS seconds_left,
       g.snapshot_id AS guarded_id,
       r.started_at, r.ended_at, r.outcome, r.exit_code, r.code, r.message, r.host, r.process,
       coalesce(r.notices_undelivered, 0) AS notices_undelivered
  FROM directory.freshness f
  LEFT JOIN directory.running o ON o.source = f.source
  LEFT JOIN directory.snapshots n ON n.snapshot_id = o.snapshot_id
  LEFT JOIN directory.snapshots g ON g.source = f.source AND g.outcome = 'guarded'
  LEFT JOIN directory.last_runs r ON r.source = f.source
 ORDER BY f.source COLLATE "C"
