-- Overwrites the personal attributes of a user in all periods, and keeps of each the digest that its record has: the same
-- expression as in user-records.sql.
UPDATE directory.users_history h
   SET user_name = NULL,
       display_name = NULL,
       email = NULL,
       external_ids = '[]',
       digest = encode(sha256(convert_to(
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
           'UTF8')), 'hex')
  FROM directory.member_key k
 WHERE k.no = :user AND h.user_no = k.no AND h.digest IS NULL
