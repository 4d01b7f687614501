-- The digest of each principal, as a field. GROUP BY makes it one hash a principal, where the planner would take one for
-- each row that names it; OFFSET 0 would too, but keep the whole query from running in parallel.
SELECT p.no,
       p.source,
       '64:' || coalesce(p.digest, encode(sha256(convert_to(
           coalesce(octet_length(p.salt::text) || ':' || p.salt, '-')
               || coalesce(octet_length(p.name) || ':' || p.name, '-'), 'UTF8')), 'hex')) AS field
  FROM directory.principal p
 GROUP BY p.no
