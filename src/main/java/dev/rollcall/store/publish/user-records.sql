-- Records of users in the form of docs/evidence.md: one for each row of history, and how the row ended.
SELECT k.source,
       h.valid_from,
       h.valid_to,
       octet_length(k.member_id) || ':' || k.member_id
           || '64:' || coalesce(h.digest, encode(sha256(convert_to(
                coalesce(octet_length(k.salt::text) || ':' || k.salt, '-')
                    || coalesce(octet_length(h.user_name) || ':' || h.user_name, '-')
                    || coalesce(octet_length(h.display_name) || ':' || h.display_name, '-')
                    || coalesce(octet_length(h.email) || ':' || h.email, '-')
                    || CASE WHEN h.external_ids = '[]' THEN '1:0' ELSE (
                        SELECT octet_length(count(*)::text) || ':' || count(*)
                                   || string_agg(
                                        coalesce(octet_length(e.id ->> 'issuer') || ':' || (e.id ->> 'issuer'), '-')
                                            || coalesce(octet_length(e.id ->> 'id') || ':' || (e.id ->> 'id'), '-'),
                                        '' ORDER BY e.place)
                          FROM jsonb_array_elements(h.external_ids) WITH ORDINALITY AS e (id, place)) END,
                'UTF8')), 'hex'))
           || coalesce(octet_length(h.status) || ':' || h.status, '-')
           || coalesce(octet_length((extract(epoch FROM h.created_at) * 1000000)::bigint::text) || ':'
                           || (extract(epoch FROM h.created_at) * 1000000)::bigint, '-')
           || coalesce(c.field, '-')
           || coalesce(octet_length((extract(epoch FROM h.updated_at) * 1000000)::bigint::text) || ':'
                           || (extract(epoch FROM h.updated_at) * 1000000)::bigint, '-')
           || coalesce(u.field, '-')
           || octet_length((extract(epoch FROM h.valid_from) * 1000000)::bigint::text) || ':'
           || (extract(epoch FROM h.valid_from) * 1000000)::bigint
           || CASE h.begins WHEN 'k' THEN '5:known' WHEN 'n' THEN '3:new' WHEN 'c' THEN '9:continued' ELSE '-' END
           AS record,
       CASE h.ends WHEN 'g' THEN '4:gone' WHEN 'c' THEN '9:continued' WHEN 'r' THEN '7:retired' ELSE '-' END AS ends
  FROM directory.users_history h
  JOIN directory.member_key k ON k.no = h.user_no
  LEFT JOIN principal_digest c ON c.no = h.created_by AND c.source = k.source
  LEFT JOIN principal_digest u ON u.no = h.updated_by AND u.source = k.source
