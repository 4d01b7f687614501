-- How fresh is each source, and how much of it is known?
--
-- Parameters
--   none
--
-- Columns
--   source, provider, identity_store_id  the source
--   snapshot_id, published_at            the last published snapshot; null when there is none
--   age                                  time since its reading ended
--   history_from                         the first time as of which the source can be asked
--   users_read_at                        when the reading ended that the users come from; null while users were never read
--   groups, memberships, users           how many there are
--   gaps                                 groups that could not be read: see the query gaps
--   last_begun                           the newest snapshot that was begun
--   last_outcome                         what became of it: open, guarded, published or discarded
SELECT f.source,
       f.provider,
       f.identity_store_id,
       f.snapshot_id,
       f.published_at,
       date_trunc('second', f.age) AS age,
       f.history_from,
       f.users_read_at,
       f.groups,
       f.memberships,
       f.users,
       f.gaps,
       n.snapshot_id AS last_begun,
       n.outcome AS last_outcome
  FROM directory.freshness f
  LEFT JOIN LATERAL (
       SELECT l.snapshot_id, l.outcome FROM directory.snapshots l
        WHERE l.source = f.source
        ORDER BY l.snapshot_id DESC LIMIT 1) n ON true
 ORDER BY f.source COLLATE "C";
