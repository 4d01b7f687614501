-- What rollcall_writer may and this user may not, of the tables that are there; one line each.
SELECT 'TEMPORARY on database ' || quote_ident(current_database()) AS missing
 WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')
UNION ALL
SELECT 'USAGE on schema ' || n.nspname
  FROM pg_namespace n
 WHERE n.nspname IN ('directory', 'staging', 'batch') AND NOT has_schema_privilege(n.oid, 'USAGE')
UNION ALL
(SELECT p.privilege || ' on the tables of schema ' || p.schema || ', ' || min(c.relname)
        || CASE WHEN count(*) > 1 THEN ' and ' || count(*) - 1 || ' more' ELSE '' END
  FROM (VALUES ('directory', 'SELECT'), ('directory', 'INSERT'), ('directory', 'UPDATE'),
               ('staging', 'SELECT'), ('staging', 'INSERT'), ('staging', 'UPDATE'), ('staging', 'DELETE'),
               ('batch', 'SELECT'), ('batch', 'INSERT'), ('batch', 'UPDATE'), ('batch', 'DELETE'))
       AS p (schema, privilege)
  JOIN pg_namespace n ON n.nspname = p.schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r'
   AND (c.relname <> 'schema_history' OR p.privilege = 'SELECT')
 WHERE NOT has_table_privilege(c.oid, p.privilege)
 GROUP BY p.schema, p.privilege
 ORDER BY p.schema, p.privilege)
