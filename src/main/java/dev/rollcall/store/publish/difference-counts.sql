-- Everything that is counted of a snapshot before it is published. Groups in gap are in the totals alone.
SELECT g.*, m.*, u.*,
       p.groups_total, p.groups_published, p.groups_found, p.groups_removed,
       p.memberships_total, p.memberships_published, p.groups_tripped,
       (SELECT count(*) FROM staged_group s WHERE s.state = 'complete') AS groups_read,
       (SELECT count(*) FROM staged_group s WHERE s.state = 'gap') AS gaps,
       (SELECT count(*)
          FROM published_group x
          JOIN directory.group_key k ON k.no = x.group_no
         WHERE x.gone
           AND :scoped
           AND NOT EXISTS (SELECT FROM staging.groups s
                            WHERE s.snapshot = :snapshot AND s.group_id = k.group_id)) AS groups_out_of_scope
  FROM (SELECT count(*) FILTER (WHERE d.opens AND NOT d.closes) AS groups_created,
               count(*) FILTER (WHERE d.changes) AS groups_changed,
               count(*) FILTER (WHERE d.closes AND NOT d.opens) AS groups_deleted,
               count(*) FILTER (WHERE d.closes) AS groups_closed,
               count(*) FILTER (WHERE d.opens) AS groups_opened
          FROM group_difference d) g,
       (SELECT count(*) FILTER (WHERE d.joins) AS members_joined,
               count(*) FILTER (WHERE d.leaves) AS members_left,
               count(*) FILTER (WHERE d.closes AND NOT d.opens) AS memberships_removed,
               count(*) FILTER (WHERE d.closes) AS memberships_closed,
               count(*) FILTER (WHERE d.opens) AS memberships_opened
          FROM membership_difference d) m,
       (SELECT count(*) FILTER (WHERE d.opens AND NOT d.closes) AS users_created,
               count(*) FILTER (WHERE d.changes) AS users_changed,
               count(*) FILTER (WHERE d.closes AND NOT d.opens) AS users_deleted,
               count(*) FILTER (WHERE d.closes) AS users_closed,
               count(*) FILTER (WHERE d.opens) AS users_opened,
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
