-- The published snapshots of a source in order of time. The names of the columns are those in the page.
SELECT n.published_at, n.retired_at, n.id, n.baseline, n.started_at, n.read_from, n.read_to, n.groups, n.memberships,
       n.users, n.groups_created, n.groups_changed, n.groups_deleted, n.members_joined, n.members_left,
       n.users_created, n.users_changed, n.users_deleted, n.gaps, n.requests, n.retries, n.throttles, n.runs, n.scope,
       n.with_users, n.sampled_groups, n.drifted_groups, n.consented_at, n.consented_by, n.rollcall_version
  FROM directory.snapshot n
 WHERE n.source = :source AND n.outcome = 'published'
 ORDER BY n.published_at
