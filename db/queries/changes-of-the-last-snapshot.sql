-- What changed in the last published snapshot?
-- What a first reading found counts as known, not as new: a source's first snapshot has no changes.
--
-- Parameters
--   source text  name of the source
--
-- Columns
--   snapshot_id, changed_at  the snapshot, and when it was published
--   kind                     group-created, group-changed, group-deleted, member-joined, member-left, user-created,
--                            user-changed or user-deleted
--   group_id, group_name     the group, by its name then; null for users
--   member_type, member_id   the member or user; null for groups
--   user_name                what the member signed in with then; null likewise, or when the listing of users lacked the member
--   changed_attributes       of a group or user changed, which attributes; null otherwise
--   before, after            the attributes before and after
SELECT c.snapshot_id,
       c.changed_at,
       c.kind,
       c.group_id,
       c.group_name,
       c.member_type,
       c.member_id,
       c.user_name,
       (SELECT string_agg(a.key, ', ' ORDER BY a.key COLLATE "C") FROM jsonb_each(c.after) a
         WHERE a.value IS DISTINCT FROM c.before -> a.key AND c.before IS NOT NULL) AS changed_attributes,
       c.before,
       c.after
  FROM directory.changes c
 WHERE c.source = :'source'
   AND c.snapshot_id = (SELECT f.snapshot_id FROM directory.freshness f WHERE f.source = :'source')
 ORDER BY c.kind COLLATE "C", c.group_id COLLATE "C", c.member_type COLLATE "C", c.member_id COLLATE "C";
