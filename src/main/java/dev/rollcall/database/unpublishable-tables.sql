-- Tables of Rollcall's whose changes a publication tells, though it can't say of which row: each UPDATE and DELETE
-- fails, even one that finds no row. Of column lists only the replica identity's own columns count.
SELECT 'table ' || t.name || ' in publication ' || p.pubname || ' (ALTER TABLE ' || t.name || ' REPLICA IDENTITY '
       || CASE WHEN t.has_key THEN 'DEFAULT' ELSE 'FULL' END || ')'
  FROM pg_publication p
  JOIN pg_publication_tables x ON x.pubname = p.pubname AND x.schemaname IN ('directory', 'staging', 'batch')
  JOIN LATERAL (
       SELECT x.schemaname || '.' || x.tablename AS name,
              CASE WHEN c.relkind IN ('r', 'p')  -- the function fails on others
                   THEN c.relreplident <> 'f' AND pg_get_replica_identity_index(c.oid) IS NULL END AS is_anonymous,
              EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS has_key
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = x.schemaname AND c.relname = x.tablename) t ON t.is_anonymous
 WHERE p.pubupdate OR p.pubdelete
 ORDER BY 1
