-- Who was in a group at a time, as a reader saw it then?
-- No row also where nothing was known then: see the query coverage-as-of.
--
-- Parameters
--   source text  name of the source
--   group text   id of the group, else its name as it was then
--   as_of time   the time: 2026-03-01, or '2026-03-01 12:00+00'
--
-- Columns
--   group_id, group_name    the group, by its name then
--   member_type, member_id  the member
--   user_name               what the member signed in with then; null when the listing of users lacked the member
--   member_name             name of the member then; null likewise
--   email                   e-mail address of the member then; null likewise, or when there was none
--   member_from             published so since
--   member_to               published so until just before; null while no end is known
SELECT m.group_id,
       m.group_name,
       m.member_type,
       m.member_id,
       m.user_name,
       m.member_name,
       m.email,
       m.valid_from AS member_from,
       m.valid_to AS member_to
  FROM directory.memberships_as_of(:'as_of'::timestamptz) m
 WHERE m.source = :'source'
   -- An array, not IN: its values are known before memberships are looked at, so that an index finds them. Names are
   -- looked through only when there is no such id.
   AND m.group_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.groups_as_of(:'as_of'::timestamptz) g
                                            WHERE g.source = :'source' AND g.group_id = :'group')
                              THEN ARRAY[:'group'::text]
                              ELSE ARRAY(SELECT g.group_id FROM directory.groups_as_of(:'as_of'::timestamptz) g
                                          WHERE g.source = :'source' AND g.display_name = :'group') END)
 ORDER BY m.group_id COLLATE "C", m.user_name, m.member_type COLLATE "C", m.member_id COLLATE "C";
