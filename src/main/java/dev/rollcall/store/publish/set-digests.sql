-- The sets of records of each source and time: how many records, and their digest in the form of docs/evidence.md.
SELECT b.source,
       b.at,
       sum(b.rows)::bigint AS rows,
       encode(sha256(string_agg(b.hash, ''::bytea ORDER BY b.first)), 'hex') AS digest
  FROM (SELECT x.source,
               x.at,
               get_byte(x.hash, 0) AS first,
               count(*) AS rows,
               sha256(string_agg(x.hash, ''::bytea ORDER BY x.hash)) AS hash
          FROM record_hash x
         GROUP BY x.source, x.at, get_byte(x.hash, 0)) b
 GROUP BY b.source, b.at
 ORDER BY b.source, b.at
