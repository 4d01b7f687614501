-- The first and the last time within a span at which something is known of a source: from a published snapshot on, until
-- just before its source was retired, and not before a prune's horizon. Null when nothing of the span is known.
SELECT min(greatest(p.known_from, :from)) AS known_from,
       max(least(p.known_until - interval '1 microsecond', :to)) AS known_to
  FROM (SELECT greatest(n.published_at, s.pruned_before) AS known_from,
               least(n.retired_at, lead(n.published_at) OVER (ORDER BY n.published_at), 'infinity') AS known_until
          FROM directory.snapshot n
          JOIN directory.source s ON s.id = n.source
         WHERE s.name = :source AND n.outcome = 'published') p
 WHERE p.known_from < p.known_until AND p.known_from <= :to AND p.known_until > :from
