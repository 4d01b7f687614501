-- The server, how many connections this user may have, how many are left, and how many processes say that they may open.
WITH declared AS (
    -- A process has several sessions of that name.
    SELECT DISTINCT a.datid, a.usesysid, a.application_name,
           substring(a.application_name FROM ' connections=([0-9]+) ')::bigint AS connections
      FROM pg_stat_activity a
     WHERE a.application_name ~ '^rollcall[a-z-]* connections=[0-9]{1,6} '
)
SELECT current_setting('server_version_num')::int AS version,
       'PostgreSQL ' || current_setting('server_version') AS product,
       current_setting('server_encoding') AS encoding,
       session_user AS user_name,
       pg_is_in_recovery() AS standby,
       -- Where the session got it from: the configuration file, the database, the user.
       (SELECT s.source FROM pg_settings s
         WHERE s.name = 'default_transaction_read_only' AND s.setting = 'on') AS read_only_by,
       least(p.of_server, p.of_database, p.of_user) AS permitted_connections,
       least(
           p.of_server - (SELECT coalesce(sum(s.numbackends), 0) FROM pg_stat_database s),
           p.of_database - (SELECT s.numbackends FROM pg_stat_database s WHERE s.datid = d.oid),
           p.of_user - (SELECT count(*) FROM pg_stat_activity a WHERE a.usesysid = r.oid)) AS free_connections,
       f.permitted AS declared_permitted,
       f.processes AS declared_processes,
       f.connections AS declared_connections
  FROM pg_database d
  JOIN pg_roles r ON r.rolname = session_user
  CROSS JOIN LATERAL (
       SELECT current_setting('max_connections')::bigint
                  - CASE WHEN r.rolsuper THEN 0
                         ELSE current_setting('superuser_reserved_connections')::bigint
                              + coalesce(current_setting('reserved_connections', true), '0')::bigint END AS of_server,
              nullif(d.datconnlimit, -1)::bigint AS of_database,
              nullif(r.rolconnlimit, -1)::bigint AS of_user) p
  CROSS JOIN LATERAL (
       SELECT l.permitted, count(w.connections) AS processes, coalesce(sum(w.connections), 0) AS connections
         FROM (VALUES (p.of_server, NULL::oid, NULL::oid), (p.of_database, d.oid, NULL), (p.of_user, NULL, r.oid))
              AS l (permitted, datid, usesysid)
         LEFT JOIN declared w ON w.datid = coalesce(l.datid, w.datid) AND w.usesysid = coalesce(l.usesysid, w.usesysid)
        WHERE l.permitted IS NOT NULL
        GROUP BY l.permitted, l.datid, l.usesysid
        ORDER BY l.permitted - coalesce(sum(w.connections), 0)
        LIMIT 1) f
 WHERE d.datname = current_database()
