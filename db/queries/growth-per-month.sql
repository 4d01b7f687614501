-- How many groups, memberships and users were there at the end of each month, and what changed in it?
-- A month counts in UTC, and is left out when no snapshot was published in it.
--
-- Parameters
--   source text  name of the source
--
-- Columns
--   month                                      the month: 2026-03
--   snapshots                                  snapshots published in it
--   groups, memberships, users                 how many there were when the last of these was published
--   more_groups, more_memberships, more_users  how many more than at the end of the month before; null in the first
--   groups_created, groups_deleted             as the view changes has them, in this month
--   members_joined, members_left               likewise
--   users_created, users_deleted               likewise
SELECT m.month,
       m.snapshots,
       m.groups,
       m.memberships,
       m.users,
       m.groups - lag(m.groups) OVER (ORDER BY m.month) AS more_groups,
       m.memberships - lag(m.memberships) OVER (ORDER BY m.month) AS more_memberships,
       m.users - lag(m.users) OVER (ORDER BY m.month) AS more_users,
       m.groups_created,
       m.groups_deleted,
       m.members_joined,
       m.members_left,
       m.users_created,
       m.users_deleted
  FROM (SELECT to_char(n.published_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
               count(*) AS snapshots,
               (array_agg(n.groups ORDER BY n.published_at DESC))[1] AS groups,
               (array_agg(n.memberships ORDER BY n.published_at DESC))[1] AS memberships,
               (array_agg(n.users ORDER BY n.published_at DESC))[1] AS users,
               sum(n.groups_created)::bigint AS groups_created,
               sum(n.groups_deleted)::bigint AS groups_deleted,
               sum(n.members_joined)::bigint AS members_joined,
               sum(n.members_left)::bigint AS members_left,
               sum(n.users_created)::bigint AS users_created,
               sum(n.users_deleted)::bigint AS users_deleted
          FROM directory.snapshots n
         WHERE n.source = :'source'
           AND n.outcome = 'published'
         GROUP BY 1) m
 ORDER BY m.month;
