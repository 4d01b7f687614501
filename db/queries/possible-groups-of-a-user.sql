-- Which groups was a user in at a time, and which may the user have been in?
-- Unlike what was published then, this counts from when rows were read and from what the provider says of a membership's
-- creation: between two readings anything may have happened. A group that the user was certainly not in has no row.
--
-- Parameters
--   source text  name of the source
--   user text    id of the user or other member, else a user name or e-mail address that a user has or ever had; where
--                several had it, all of them
--   at time      the time: 2026-03-01, or '2026-03-01 12:00+00'
--
-- Columns
--   member_type, member_id  the member
--   group_id, group_name    a group that the member was ever published in, by its name when the last such period began
--   answer                  yes, or not observed: what is known does not exclude it
--   seen_from, seen_to      between which times that is so; null where no end is known
--   basis                   why, in the words of docs/readers.md
SELECT e.member_type,
       e.member_id,
       e.group_id,
       e.group_name,
       w.answer,
       w.seen_from,
       w.seen_to,
       w.basis
  FROM (SELECT DISTINCT ON (p.member_id, p.group_id) p.member_type, p.member_id, p.group_id, p.group_name
          FROM directory.membership_periods p
         WHERE p.source = :'source'
           -- An array, not IN: its values are known before periods are looked at, so that an index finds them. Names are
           -- looked through only when there is no such id.
           AND p.member_id = ANY (CASE WHEN EXISTS (SELECT FROM directory.user_periods u
                                                     WHERE u.source = :'source' AND u.user_id = :'user')
                                         OR EXISTS (SELECT FROM directory.membership_periods o
                                                     WHERE o.source = :'source' AND o.member_id = :'user')
                                       THEN ARRAY[:'user'::text]
                                       ELSE ARRAY(SELECT u.user_id FROM directory.user_periods u
                                                   WHERE u.source = :'source'
                                                     AND :'user' IN (u.user_name, u.email)) END)
         ORDER BY p.member_id, p.group_id, p.valid_from DESC) e
 CROSS JOIN LATERAL directory.was_member(:'source', e.group_id, e.member_id, :'at'::timestamptz) w
 WHERE w.answer <> 'no'
 ORDER BY w.answer DESC, e.member_id COLLATE "C", e.group_name, e.group_id COLLATE "C";
