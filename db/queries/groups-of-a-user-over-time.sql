-- In which groups was a user, from when to when?
-- One row for each period in which nothing of a membership changed: a user who left and came back has several for one
-- group.
--
-- Parameters
--   source  name of the source
--   user    id of the user or other member, or a user name or e-mail address that a user has or ever had; where
--           several had it, all of them
--
-- Columns
--   member_type, member_id  the member
--   user_name               what the member signed in with when the period began; null when the listing of users lacked the member
--   group_id, group_name    the group, by its name when the period began
--   member_from             published so since; what a first reading found may have begun earlier
--   member_to               published so until just before; null while no end is known
--   added_by                who added the member: the provider's word, null where it gives none
WITH RECURSIVE
     asked AS MATERIALIZED (
         SELECT ARRAY(SELECT :'user'
                       UNION ALL
                      SELECT u.user_id FROM directory.users u
                       WHERE u.source = :'source' AND :'user' IN (u.user_name, u.email)
                       UNION ALL
                      SELECT c.member_id FROM directory.changes c
                       WHERE c.source = :'source' AND c.kind IN ('user-changed', 'user-deleted')
                         AND :'user' IN (c.before ->> 'user_name', c.before ->> 'email')) AS member_ids),
     -- When a period may begin: with a first reading (of everything, of what an earlier scope left out, of a group that
     -- was a gap before), or with a joining.
     beginning AS (
         SELECT n.published_at AS at
           FROM (SELECT p.published_at, p.baseline,
                        p.scope <> lag(p.scope) OVER (ORDER BY p.published_at) AS rescoped,
                        lag(p.gaps) OVER (ORDER BY p.published_at) > 0 AS after_gaps
                   FROM directory.snapshots p
                  WHERE p.source = :'source' AND p.outcome = 'published') n
          WHERE n.baseline OR n.rescoped OR n.after_gaps
          UNION
         SELECT c.changed_at FROM directory.changes c
          WHERE c.source = :'source' AND c.kind = 'member-joined'
            AND c.member_id = ANY ((SELECT a.member_ids FROM asked a)::text[])),
     -- Or with the end of another, where only something of the membership changed.
     period AS (
         SELECT m.* FROM beginning b CROSS JOIN LATERAL directory.memberships_as_of(b.at) m
          WHERE m.source = :'source' AND m.valid_from = b.at
            AND m.member_id = ANY ((SELECT a.member_ids FROM asked a)::text[])
          UNION
         SELECT m.* FROM period p CROSS JOIN LATERAL directory.memberships_as_of(p.valid_to) m
          WHERE m.source = p.source AND m.valid_from = p.valid_to
            AND m.member_id = ANY ((SELECT a.member_ids FROM asked a)::text[]))
SELECT p.member_type,
       p.member_id,
       p.user_name,
       p.group_id,
       p.group_name,
       p.valid_from AS member_from,
       p.valid_to AS member_to,
       p.created_by AS added_by
  FROM period p
 ORDER BY p.member_type COLLATE "C", p.member_id COLLATE "C", p.group_id COLLATE "C", p.valid_from;
