-- What became of a group: created, changed, deleted, and who joined and left?
-- What a first reading found is no change.
--
-- Parameters
--   source text  name of the source
--   group text   id of the group, else its name; the last name of a group that is gone counts too
--
-- Columns
--   changed_at              when the change was published
--   kind                    group-created, group-changed, group-deleted, member-joined or member-left
--   group_id, group_name    the group, by its name then
--   member_type, member_id  the member; null where the group itself changed
--   user_name               what the member signed in with then; null likewise, or when the listing of users lacked the member
--   before, after           the attributes of the group or of the membership before and after
SELECT c.changed_at,
       c.kind,
       c.group_id,
       c.group_name,
       c.member_type,
       c.member_id,
       c.user_name,
       c.before,
       c.after
  FROM directory.changes c
 WHERE c.source = :'source'
   AND c.kind IN ('group-created', 'group-changed', 'group-deleted', 'member-joined', 'member-left')
   -- An array, not IN: its values are known before changes are looked at, so that an index finds them. Names are looked
   -- through only when there is no such id.
   AND c.group_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.group_periods p
                                            WHERE p.source = :'source' AND p.group_id = :'group')
                              THEN ARRAY[:'group'::text]
                              ELSE ARRAY(SELECT p.group_id FROM directory.group_periods p
                                          WHERE p.source = :'source' AND p.display_name = :'group'
                                            AND p.ends IS DISTINCT FROM 'continued') END)
 ORDER BY c.changed_at, c.group_id COLLATE "C", c.member_type COLLATE "C" NULLS FIRST, c.member_id COLLATE "C", c.kind DESC;
