-- Where every source that is not retired stands. Of the readers' views alone: status needs no more than their rights.
-- Each view is asked by itself: together they are more tables than the planner puts in order (join_collapse_limit), and
-- it would look at every snapshot there ever was.
WITH running AS MATERIALIZED (
    SELECT o.*, (SELECT n.runs FROM directory.snapshots n WHERE n.snapshot_id = o.snapshot_id) AS runs
      FROM directory.running o
), guarded AS MATERIALIZED (
    SELECT g.source, g.snapshot_id
      FROM directory.snapshots g
     WHERE g.outcome = 'guarded'
), last_runs AS MATERIALIZED (
    SELECT l.*
      FROM directory.last_runs l
)
SELECT f.source, f.provider, f.identity_store_id, f.users_read_at,
       f.snapshot_id AS published_id, f.published_at, extract(epoch FROM f.age) AS age, p.read_from, now() AS as_of,
       f.groups, f.memberships, f.users, f.gaps,
       o.snapshot_id AS open_id, o.since, o.runs, o.groups_listed, o.groups_read, o.gaps AS groups_in_gap,
       o.memberships_read, o.users_read, o.requests AS open_requests, o.throttles AS open_throttles,
       o.step, o.run_since, o.host AS open_host, o.process AS open_process, o.rate,
       o.expected_end, ceil(extract(epoch FROM o.expected_end - now()))::bigint AS seconds_left,
       g.snapshot_id AS guarded_id,
       r.started_at, r.ended_at, r.outcome, r.exit_code, r.code, r.message, r.host, r.process,
       coalesce(r.notices_undelivered, 0) AS notices_undelivered
  FROM directory.freshness f
  LEFT JOIN directory.snapshots p ON p.snapshot_id = f.snapshot_id
  LEFT JOIN running o ON o.source = f.source
  LEFT JOIN guarded g ON g.source = f.source
  LEFT JOIN last_runs r ON r.source = f.source
 ORDER BY f.source COLLATE "C"
