-- Gaps of sources by the time when they began.
SELECT p.source, p.since AS at, count(*) AS rows, '' AS digest
  FROM directory.gap p
 WHERE p.source IN (:sources)
 GROUP BY p.source, p.since
 ORDER BY p.source, p.since
