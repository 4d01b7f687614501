-- What became of a group: created, changed, deleted, and who joined and left?
-- What a first reading found is no change.
--
-- Parameters
--   source  name of the source
--   group   id or name of the group; a deleted group's last name counts too
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
   -- An array, not IN: its values are known before changes are looked at, so that an index finds them.
   AND c.group_id = ANY (ARRAY(SELECT :'group'
                                UNION ALL
                               SELECT g.group_id FROM directory.groups g
                                WHERE g.source = :'source' AND g.display_name = :'group'
                                UNION ALL
                               SELECT d.group_id FROM directory.changes d
                                WHERE d.source = :'source' AND d.kind = 'group-deleted' AND d.group_name = :'group'))
 ORDER BY c.changed_at, c.group_id COLLATE "C", c.member_type COLLATE "C" NULLS FIRST, c.member_id COLLATE "C", c.kind DESC;
