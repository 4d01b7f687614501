-- Some sources, and what was known of them at a time. The newest link of the chain by then is the one that a kept copy of
-- the answer can be held against.
SELECT s.name,
       s.provider,
       s.identity_store_id,
       c.covered,
       (SELECT min(f.published_at)
          FROM directory.snapshot f
         WHERE f.source = s.id AND f.outcome = 'published') AS first_published,
       (SELECT p.id
          FROM directory.snapshot p
         WHERE p.source = s.id AND p.outcome = 'published' AND p.published_at <= :at
         ORDER BY p.published_at DESC LIMIT 1) AS snapshot_id,
       (SELECT l.link
          FROM directory.link l
         WHERE l.source = s.id AND l.at <= :at
         ORDER BY l.seq DESC LIMIT 1) AS link
  FROM directory.source s
  JOIN directory.coverage(:at) c ON c.source = s.name
 WHERE s.name IN (:names)
