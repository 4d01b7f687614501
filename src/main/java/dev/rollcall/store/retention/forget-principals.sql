-- Overwrites names of principals, and keeps the digest of each: the same expression as in principal-digests.sql.
UPDATE directory.principal p
   SET name = NULL,
       salt = NULL,
       digest = encode(sha256(convert_to(
           coalesce(octet_length(p.salt::text) || ':' || p.salt, '-')
               || coalesce(octet_length(p.name) || ':' || p.name, '-'), 'UTF8')), 'hex')
 WHERE p.no IN (:numbers) AND p.name IS NOT NULL
