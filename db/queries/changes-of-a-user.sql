-- What changed for a user since a time: attributes, and groups joined and left?
-- What a first reading found is no change.
--
-- Parameters
--   source text  name of the source
--   user text    id of the user or other member, else a user name or e-mail address that a user has or ever had; where
--                several had it, all of them
--   since time   first time that counts: 2026-03-01, or '2026-03-01 12:00+00'
--
-- Columns
--   changed_at              when the change was published
--   kind                    user-created, user-changed, user-deleted, member-joined or member-left
--   member_type, member_id  the user or other member
--   user_name               what the user signed in with then; null when the listing of users lacked the user
--   group_id, group_name    the group joined or left, by its name then; null otherwise
--   changed_attributes      of a user changed, which attributes; null otherwise
--   before, after           the attributes of the user or of the membership before and after
SELECT c.changed_at,
       c.kind,
       c.member_type,
       c.member_id,
       c.user_name,
       c.group_id,
       c.group_name,
       (SELECT string_agg(a.key, ', ' ORDER BY a.key COLLATE "C") FROM jsonb_each(c.after) a
         WHERE a.value IS DISTINCT FROM c.before -> a.key AND c.before IS NOT NULL) AS changed_attributes,
       c.before,
       c.after
  FROM directory.changes c
 WHERE c.source = :'source'
   AND c.kind IN ('user-created', 'user-changed', 'user-deleted', 'member-joined', 'member-left')
   -- An array, not IN: its values are known before changes are looked at, so that an index finds them. Names are looked
   -- through only when there is no such id.
   AND c.member_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.user_periods p
                                             WHERE p.source = :'source' AND p.user_id = :'user')
                                 OR EXISTS (SELECT FROM directory.membership_periods o
                                             WHERE o.source = :'source' AND o.member_id = :'user')
                               THEN ARRAY[:'user'::text]
                               ELSE ARRAY(SELECT p.user_id FROM directory.user_periods p
                                           WHERE p.source = :'source' AND :'user' IN (p.user_name, p.email)) END)
   AND c.changed_at >= :'since'::timestamptz
 ORDER BY c.changed_at, c.kind DESC, c.member_type COLLATE "C", c.member_id COLLATE "C", c.group_id COLLATE "C";
