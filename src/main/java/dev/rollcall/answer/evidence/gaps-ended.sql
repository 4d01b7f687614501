-- Gaps of sources by the time when they ended.
SELECT p.source, p.until AS at, count(*) AS rows, '' AS digest
  FROM directory.gap p
 WHERE p.source IN (:sources) AND p.until < 'infinity'
 GROUP BY p.source, p.until
 ORDER BY p.source, p.until
