-- A user of a source whose attributes are kept as a digest although no link tells that they were forgotten, or although
-- some are still there; the first by id.
SELECT k.member_id
  FROM directory.users_history h
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
 WHERE k.source = :source
   AND h.digest IS NOT NULL
   AND (h.user_name IS NOT NULL OR h.display_name IS NOT NULL OR h.email IS NOT NULL OR h.external_ids <> '[]'
        OR NOT EXISTS (
           SELECT FROM directory.link l
            WHERE l.source = k.source AND l.kind = 'forgotten' AND l.at >= h.valid_to
              -- The user's id is the first fact after those that every link has.
              AND starts_with(l.facts,
                  '16:rollcall-chain-1' || octet_length(l.seq::text) || ':' || l.seq || '9:forgotten'
                      || octet_length(s.provider) || ':' || s.provider
                      || octet_length(s.identity_store_id) || ':' || s.identity_store_id
                      || octet_length((extract(epoch FROM l.at) * 1000000)::bigint::text) || ':'
                      || (extract(epoch FROM l.at) * 1000000)::bigint
                      || octet_length(k.member_id) || ':' || k.member_id)))
 ORDER BY k.member_id
 LIMIT 1
