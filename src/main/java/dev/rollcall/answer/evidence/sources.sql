-- Every source with what its chain must agree with: the first published snapshot without a link, if there is one, too.
SELECT s.id AS number,
       s.name,
       s.provider,
       s.identity_store_id,
       s.retired_at,
       s.pruned_before,
       n.id AS unlinked_snapshot,
       n.published_at AS unlinked_at
  FROM directory.source s
  LEFT JOIN LATERAL (
       SELECT p.id, p.published_at
         FROM directory.snapshot p
        WHERE p.source = s.id AND p.outcome = 'published'
          AND NOT EXISTS (SELECT FROM directory.link l WHERE l.snapshot = p.id)
        ORDER BY p.published_at LIMIT 1) n ON true
 ORDER BY s.id
