-- What rollcall_writer may and this user may not, of what is there; one line each, the schemas first.
SELECT 'TEMPORARY on database ' || quote_ident(current_database()) AS missing
 WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')
UNION ALL
SELECT 'USAGE on schema ' || n.nspname
  FROM pg_namespace n
 WHERE n.nspname IN ('directory', 'staging', 'batch') AND NOT has_schema_privilege(n.oid, 'USAGE')
UNION ALL
(SELECT string_agg(p.privilege, ', ' ORDER BY p.place) || ' on ' || n.nspname || '.' || c.relname
  FROM (VALUES (1, 'SELECT', 'directory staging batch', 'rvS'),
               (2, 'INSERT', 'directory staging batch', 'r'),
               (3, 'UPDATE', 'directory staging batch', 'r'),
               (4, 'DELETE', 'staging batch', 'r'),
               (5, 'USAGE', 'batch', 'S')) AS p (place, privilege, schemas, kinds)
  JOIN pg_namespace n ON n.nspname = ANY (string_to_array(p.schemas, ' '))
  JOIN pg_class c ON c.relnamespace = n.oid AND strpos(p.kinds, c.relkind::text) > 0
 WHERE (c.relname NOT IN ('schema_history', 'installation') OR p.privilege = 'SELECT')
   AND (c.relname <> 'link' OR p.privilege <> 'UPDATE')
   -- Identity columns need no right on their sequences.
   AND (c.relkind <> 'S' OR n.nspname = 'batch')
   AND NOT CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, p.privilege)
                ELSE has_table_privilege(c.oid, p.privilege) END
 GROUP BY n.nspname, c.relname
 ORDER BY n.nspname, c.relname)
UNION ALL
SELECT 'DELETE on directory.' || c.relname
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'directory'
 WHERE c.relname IN ('source', 'snapshot', 'last_run') AND NOT has_table_privilege(c.oid, 'DELETE')
UNION ALL
SELECT 'EXECUTE on function staging.' || f.proname
  FROM pg_proc f
  JOIN pg_namespace n ON n.oid = f.pronamespace AND n.nspname = 'staging'
 WHERE NOT has_function_privilege(f.oid, 'EXECUTE')
