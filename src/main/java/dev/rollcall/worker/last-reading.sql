-- Since when a source is known, when the reading of its last published snapshot began, and when that was published.
SELECT s.created_at, coalesce(n.read_from, n.started_at), n.published_at
  FROM directory.source s
  LEFT JOIN LATERAL (
       SELECT l.read_from, l.started_at, l.published_at
         FROM directory.snapshot l
        WHERE l.source = s.id AND l.outcome = 'published'
        ORDER BY l.published_at DESC LIMIT 1) n ON true
 WHERE s.name = ?
