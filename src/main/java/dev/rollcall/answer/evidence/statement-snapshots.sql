-- The readings that a span rests on: those published in it, the last one before it, whose state the span begins with, and
-- those begun in it that were never published.
SELECT n.*
  FROM directory.snapshots n
 WHERE n.source = :source
   AND (n.published_at BETWEEN :from AND :to
        OR n.published_at = (SELECT max(b.published_at)
                               FROM directory.snapshots b
                              WHERE b.source = :source AND b.published_at < :from)
        OR n.published_at IS NULL AND n.started_at BETWEEN :from AND :to)
 ORDER BY n.snapshot_id
