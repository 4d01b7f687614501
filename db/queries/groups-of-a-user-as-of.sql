-- In which groups was a user at a time, as a reader saw it then?
-- No row also where nothing was known then: see the query coverage-as-of. What was published then had been read before:
-- which groups the user was in at that very moment, or may have been in, tells the query possible-groups-of-a-user.
--
-- Parameters
--   source text  name of the source
--   user text    id of the user or other member, else the user name or e-mail address as it was then; where several had
--                it, all of them
--   as_of time   the time: 2026-03-01, or '2026-03-01 12:00+00'
--
-- Columns
--   member_type, member_id  the member
--   user_name               what the member signed in with then; null when the listing of users lacked the member
--   group_id, group_name    the group, by its name then
--   member_from             published so since
--   member_to               published so until just before; null while no end is known
SELECT m.member_type,
       m.member_id,
       m.user_name,
       m.group_id,
       m.group_name,
       m.valid_from AS member_from,
       m.valid_to AS member_to
  FROM directory.memberships_as_of(:'as_of'::timestamptz) m
 WHERE m.source = :'source'
   -- An array, not IN: its values are known before memberships are looked at, so that an index finds them. Names are
   -- looked through only when there is no such id.
   AND m.member_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.users_as_of(:'as_of'::timestamptz) u
                                             WHERE u.source = :'source' AND u.user_id = :'user')
                                 OR EXISTS (SELECT FROM directory.membership_periods o
                                             WHERE o.source = :'source' AND o.member_id = :'user')
                               THEN ARRAY[:'user'::text]
                               ELSE ARRAY(SELECT u.user_id FROM directory.users_as_of(:'as_of'::timestamptz) u
                                           WHERE u.source = :'source' AND :'user' IN (u.user_name, u.email)) END)
 ORDER BY m.member_type COLLATE "C", m.member_id COLLATE "C", m.group_name, m.group_id COLLATE "C";
