-- Where every source that is not retired stands, in numbers; null where there is nothing to tell. Of the readers' views
-- alone: metrics need no more than their rights. After the first five a column is a gauge. Each view is asked by itself:
-- together they are more tables than the planner puts in order (join_collapse_limit), and it would look at every snapshot
-- there ever was.
WITH running AS MATERIALIZED (
    SELECT o.source, o.groups_listed, o.groups_read
      FROM directory.running o
), guarded AS MATERIALIZED (
    SELECT g.source
      FROM directory.snapshots g
     WHERE g.outcome = 'guarded'
), last_runs AS MATERIALIZED (
    SELECT l.*
      FROM directory.last_runs l
)
SELECT f.source, f.provider, p.read_from, extract(epoch FROM f.age) AS age, now() AS as_of,
       extract(epoch FROM f.published_at) AS published_timestamp_seconds,
       extract(epoch FROM now() - f.age) AS read_timestamp_seconds,
       f.groups, f.memberships, f.users, f.gaps,
       p.members_joined, p.members_left,
       r.requests, r.retries, r.throttles, r.seconds AS run_duration_seconds,
       CASE WHEN g.source IS NULL THEN 0 ELSE 1 END AS guard_held,
       CASE WHEN r.outcome = 'failed' THEN 1 ELSE 0 END AS run_failed,
       o.groups_listed AS running_groups_known, o.groups_read AS running_groups_read,
       coalesce(r.notices_undelivered, 0) AS notices_undelivered
  FROM directory.freshness f
  LEFT JOIN directory.snapshots p ON p.snapshot_id = f.snapshot_id
  LEFT JOIN running o ON o.source = f.source
  LEFT JOIN guarded g ON g.source = f.source
  LEFT JOIN last_runs r ON r.source = f.source
 ORDER BY f.source COLLATE "C"
