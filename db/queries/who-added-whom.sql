-- Who added whom to which group between two times?
-- By when it was published. Who removed a member, no provider says.
--
-- Parameters
--   source text    name of the source
--   from time      first time that counts: 2026-03-01, or '2026-03-01 12:00+00'
--   to time = now  first time that no longer counts
--
-- Columns
--   added_by                who added the member: the provider's word, null where it gives none
--   added_at                when: likewise
--   changed_at              when it was published
--   group_id, group_name    the group, by its name then
--   member_type, member_id  the member
--   user_name               what the member signed in with then; null when the listing of users lacked the member
SELECT c.after ->> 'created_by' AS added_by,
       (c.after ->> 'created_at')::timestamptz AS added_at,
       c.changed_at,
       c.group_id,
       c.group_name,
       c.member_type,
       c.member_id,
       c.user_name
  FROM directory.changes c
 WHERE c.source = :'source'
   AND c.kind = 'member-joined'
   AND c.changed_at >= :'from'::timestamptz
   AND c.changed_at < :'to'::timestamptz
 ORDER BY (c.after ->> 'created_by') COLLATE "C", c.changed_at, c.group_id COLLATE "C", c.member_type COLLATE "C",
          c.member_id COLLATE "C";
