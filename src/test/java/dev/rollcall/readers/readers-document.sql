-- Each column of each view and function that readers use, with the comments of both. A function returns either a TABLE
-- of its own or rows of a composite type.
SELECT 'view' AS kind, c.relname AS name, '' AS arguments, obj_description(c.oid, 'pg_class') AS comment,
       a.attname AS column_name, a.atttypid::regtype::text AS type, col_description(c.oid, a.attnum) AS meaning,
       a.attnum AS position
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE c.relnamespace = 'directory'::regnamespace AND c.relkind = 'v'
UNION ALL
SELECT 'function', p.proname, pg_get_function_identity_arguments(p.oid), obj_description(p.oid, 'pg_proc'),
       o.name, o.type::regtype::text, NULL, o.position
  FROM pg_proc p
 CROSS JOIN LATERAL (
       SELECT u.name, u.type, u.position
         FROM unnest(p.proargnames, p.proallargtypes, p.proargmodes) WITH ORDINALITY AS u (name, type, mode, position)
        WHERE u.mode = 't'
       UNION ALL
       SELECT a.attname, a.atttypid, a.attnum
         FROM pg_type t
         JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE t.oid = p.prorettype) o
 WHERE p.pronamespace = 'directory'::regnamespace
 ORDER BY kind DESC, name, arguments, position
