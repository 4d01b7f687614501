-- Where every source that is not retired stands.
SELECT s.name, s.provider, s.identity_store_id, s.users_read_at,
       p.id AS published_id, p.published_at, p.read_to, p.groups, p.memberships, p.users,
       extract(epoch FROM clock_timestamp() - p.read_to) AS age,
       (SELECT count(*) FROM directory.gap x WHERE x.source = s.id AND x.until = 'infinity') AS gaps,
       o.id AS open_id, o.started_at, o.runs, w.groups_listed, w.groups_read, w.groups_in_gap,
       g.id AS guarded_id,
       l.failed_at, l.last_error
  FROM directory.source s
  LEFT JOIN LATERAL (SELECT n.* FROM directory.snapshot n
                      WHERE n.source = s.id AND n.outcome = 'published'
                      ORDER BY n.published_at DESC LIMIT 1) p ON true
  LEFT JOIN directory.snapshot o ON o.source = s.id AND o.outcome = 'open' AND NOT o.dry_run
  LEFT JOIN directory.snapshot g ON g.source = s.id AND g.outcome = 'guarded'
  LEFT JOIN LATERAL (SELECT n.failed_at, n.last_error FROM directory.snapshot n
                      WHERE n.source = s.id AND NOT n.dry_run
                      ORDER BY n.id DESC LIMIT 1) l ON true
  LEFT JOIN LATERAL (
       SELECT count(*) AS groups_listed,
              count(*) FILTER (WHERE t.state IN ('complete', 'gone')) AS groups_read,
              count(*) FILTER (WHERE t.state = 'gap') AS groups_in_gap
         FROM staging.listed_group t
        WHERE t.snapshot = o.id) w ON true
 WHERE s.retired_at IS NULL
 ORDER BY s.name COLLATE "C"
