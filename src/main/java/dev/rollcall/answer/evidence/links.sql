-- The links of sources in their order, each with the row of its snapshot.
SELECT l.source,
       l.seq,
       l.kind,
       l.at,
       l.snapshot,
       l.facts,
       l.link,
       n.source AS snapshot_source,
       n.published_at,
       n.retired_at
  FROM directory.link l
  LEFT JOIN directory.snapshot n ON n.id = l.snapshot AND n.outcome = 'published'
 WHERE l.source IN (:sources)
 ORDER BY l.source, l.seq
