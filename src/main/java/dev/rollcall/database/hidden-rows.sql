-- Tables of which row-level security hides rows from this user: with row_security off a statement fails instead.
SELECT n.nspname || '.' || c.relname AS name
  FROM pg_namespace n
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r' AND c.relrowsecurity
 WHERE n.nspname IN ('directory', 'staging', 'batch') AND row_security_active(c.oid)
 ORDER BY 1
