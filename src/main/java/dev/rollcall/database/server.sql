-- The server, and how many connections are left to this user.
SELECT current_setting('server_version_num')::int AS version,
       'PostgreSQL ' || current_setting('server_version') AS product,
       current_setting('server_encoding') AS encoding,
       current_user AS user_name,
       least(
           current_setting('max_connections')::bigint
               - CASE WHEN r.rolsuper THEN 0 ELSE current_setting('superuser_reserved_connections')::bigint END
               - (SELECT coalesce(sum(s.numbackends), 0) FROM pg_stat_database s),
           CASE WHEN d.datconnlimit < 0 THEN NULL
                ELSE d.datconnlimit - (SELECT s.numbackends FROM pg_stat_database s WHERE s.datid = d.oid) END,
           CASE WHEN r.rolconnlimit < 0 THEN NULL
                ELSE r.rolconnlimit
                     - (SELECT count(*) FROM pg_stat_activity a WHERE a.usesysid = r.oid) END) AS free_connections
  FROM pg_database d, pg_roles r
 WHERE d.datname = current_database() AND r.rolname = current_user
