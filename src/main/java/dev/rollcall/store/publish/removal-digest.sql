-- The same removals give the same digest, in whatever order: for each kind the number of keys, and the sums of both
-- halves of their hashes.
WITH removed (kind, key) AS (
    SELECT 'group', k.group_id
      FROM group_difference d
      JOIN directory.group_key k ON k.no = d.group_no
     WHERE d.begins IS NULL
    UNION ALL
    SELECT 'membership', jsonb_build_array(k.group_id, n.member_type, n.member_id)::text
      FROM membership_difference d
      JOIN directory.group_key k ON k.no = d.group_no
      JOIN directory.member_key n ON n.no = d.member_no
     WHERE d.begins IS NULL
    UNION ALL
    SELECT 'user', n.member_id
      FROM user_difference d
      JOIN directory.member_key n ON n.no = d.user_no
     WHERE d.begins IS NULL
), hashed AS (
    SELECT r.kind, encode(sha256(convert_to(r.key, 'UTF8')), 'hex') AS hash FROM removed r
), summed AS (
    SELECT h.kind,
           count(*) || ' ' || sum(('x' || left(h.hash, 16))::bit(64)::bigint) || ' '
               || sum(('x' || right(h.hash, 16))::bit(64)::bigint) AS line
      FROM hashed h
     GROUP BY h.kind
)
SELECT encode(sha256(convert_to(coalesce(string_agg(s.kind || ' ' || s.line, E'\n' ORDER BY s.kind), ''), 'UTF8')), 'hex')
  FROM summed s
