-- Everything that is counted of a snapshot before it is published. Groups in gap are in the totals alone.
SELECT g.*, m.*, u.*,
       p.groups_total, p.groups_published, p.groups_found, p.groups_removed,
       p.memberships_total, p.memberships_published, p.groups_tripped,
       (SELECT count(*) FROM staged_group s WHERE s.state = 'complete') AS groups_read,
       (SELECT count(*) FROM staged_group s WHERE s.state = 'gap') AS gaps
  FROM (SELECT count(*) FILTER (WHERE d.begins = 'n') AS groups_created,
               count(*) FILTER (WHERE d.changes) AS groups_changed,
               count(*) FILTER (WHERE d.ends = 'g') AS groups_deleted,
               count(*) FILTER (WHERE d.ends = 'u') AS groups_out_of_scope,
               count(d.ends) AS groups_closed,
               count(d.begins) AS groups_opened
          FROM group_difference d) g,
       (SELECT count(*) FILTER (WHERE d.begins = 'n') AS members_joined,
               count(*) FILTER (WHERE d.ends = 'g') AS members_left,
               count(*) FILTER (WHERE d.begins IS NULL) AS memberships_removed,
               count(d.ends) AS memberships_closed,
               count(d.begins) AS memberships_opened
          FROM membership_difference d) m,
       (SELECT count(*) FILTER (WHERE d.begins = 'n') AS users_created,
               count(*) FILTER (WHERE d.changes) AS users_changed,
               count(*) FILTER (WHERE d.ends = 'g') AS users_deleted,
               count(d.ends) AS users_closed,
               count(d.begins) AS users_opened,
               (SELECT count(*)
                  FROM directory.users_history h
                  JOIN directory.member_key k ON k.no = h.user_no AND k.source = :source
                 WHERE h.valid_to = 'infinity') AS users_total
          FROM user_difference d) u,
       (SELECT count(*) AS groups_total,
               count(*) FILTER (WHERE NOT x.gap) AS groups_published,
               count(*) FILTER (WHERE x.found) AS groups_found,
               count(*) FILTER (WHERE x.gone) AS groups_removed,
               coalesce(sum(x.members), 0)::bigint AS memberships_total,
               coalesce(sum(x.members) FILTER (WHERE NOT x.gap), 0)::bigint AS memberships_published,
               count(*) FILTER (WHERE x.tripped) AS groups_tripped
          FROM published_group x) p
