-- Who joined or left which group between two times?
-- What a first reading found counts as known, not as joined.
--
-- Parameters
--   source text    name of the source
--   from time      first time that counts: 2026-03-01, or '2026-03-01 12:00+00'
--   to time = now  first time that no longer counts
--
-- Columns
--   changed_at              when the change was published
--   kind                    member-joined or member-left
--   group_id, group_name    the group, by its name then
--   member_type, member_id  the member
--   user_name               what the member signed in with then; null when the listing of users lacked the member
--   added_by                who added the member: the provider's word, null where it gives none (who removed it, no provider says)
SELECT c.changed_at,
       c.kind,
       c.group_id,
       c.group_name,
       c.member_type,
       c.member_id,
       c.user_name,
       coalesce(c.after, c.before) ->> 'created_by' AS added_by
  FROM directory.changes c
 WHERE c.source = :'source'
   AND c.kind IN ('member-joined', 'member-left')
   AND c.changed_at >= :'from'::timestamptz
   AND c.changed_at < :'to'::timestamptz
 ORDER BY c.changed_at, c.group_id COLLATE "C", c.member_type COLLATE "C", c.member_id COLLATE "C", c.kind DESC;
