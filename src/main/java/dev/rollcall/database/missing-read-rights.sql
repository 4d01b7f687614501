-- What this user may not read of schema directory; one line each, the schema first.
SELECT 'USAGE on schema ' || n.nspname AS missing
  FROM pg_namespace n
 WHERE n.nspname = 'directory' AND NOT has_schema_privilege(n.oid, 'USAGE')
UNION ALL
(SELECT 'SELECT on ' || n.nspname || '.' || c.relname
  FROM pg_namespace n
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'v')
 WHERE n.nspname = 'directory' AND NOT has_table_privilege(c.oid, 'SELECT')
 ORDER BY c.relname)
