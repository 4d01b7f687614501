-- Tables of Rollcall's whose changes a publication tells, though it can't say of which row: each UPDATE and DELETE
-- fails, even one that finds no row. A column list has to have all columns of the replica identity, and a row filter may
-- have no others.
SELECT 'table ' || t.name || ' in publication ' || p.pubname
       || CASE WHEN t.is_anonymous
               THEN ' (ALTER TABLE ' || t.name || ' REPLICA IDENTITY '
                    || CASE WHEN t.has_key THEN 'DEFAULT)' ELSE 'FULL)' END
               ELSE ' (ALTER PUBLICATION ' || quote_ident(p.pubname) || ' DROP TABLE ' || t.name || ')' END
  FROM pg_publication p
  JOIN pg_publication_tables x ON x.pubname = p.pubname AND x.schemaname IN ('directory', 'staging', 'batch')
  JOIN LATERAL (
       SELECT n.nspname || '.' || c.relname AS name,
              c.relreplident <> 'f' AND i.of_index IS NULL AS is_anonymous,
              EXISTS (SELECT FROM pg_index k WHERE k.indrelid = c.oid AND k.indisprimary) AS has_key,
              EXISTS (SELECT FROM pg_attribute a
                       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                         AND (c.relreplident = 'f'
                              OR a.attnum = ANY ((SELECT k.indkey FROM pg_index k WHERE k.indexrelid = i.of_index)::int2[]))
                         -- PostgreSQL 14 has neither column lists nor this column of the view.
                         AND NOT to_jsonb(x) -> 'attnames' @> to_jsonb(a.attname::text)) AS is_partial,
              EXISTS (SELECT
                        FROM pg_publication_rel r
                       -- As above: PostgreSQL 14 has no row filters.
                       CROSS JOIN LATERAL regexp_matches(to_jsonb(r) ->> 'prqual', ':varattno ([0-9]+)', 'g') f (of_filter)
                       WHERE r.prpubid = p.oid AND r.prrelid = c.oid AND c.relreplident <> 'f'
                         AND f.of_filter[1]::int2 <> ALL
                             ((SELECT k.indkey FROM pg_index k WHERE k.indexrelid = i.of_index)::int2[])) AS is_filtered
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         -- The function fails on relations that have no rows of their own.
        CROSS JOIN LATERAL (SELECT CASE WHEN c.relkind IN ('r', 'p')
                                        THEN pg_get_replica_identity_index(c.oid) END AS of_index) i
        WHERE n.nspname = x.schemaname AND c.relname = x.tablename) t ON t.is_anonymous OR t.is_partial OR t.is_filtered
 WHERE p.pubupdate OR p.pubdelete
 ORDER BY 1
