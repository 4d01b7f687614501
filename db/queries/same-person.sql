-- Which users of different sources are the same person?
-- First by external id and its issuer, then by e-mail address, whatever its case. An address may be shared by several
-- people, and whoever sets it in one of the sources decides whom it matches.
--
-- Parameters
--   none
--
-- Columns
--   matched_by                                    external id or e-mail
--   issuer                                        who issued the external id; null for an e-mail address
--   matched                                       the external id, or the address in small letters
--   source, user_id, user_name                    the user in the one source
--   status                                        enabled, disabled, or null when the provider does not say
--   other_source, other_user_id, other_user_name  the user in the other source, later in the alphabet
--   other_status                                  likewise
WITH external AS (
     SELECT u.source, u.user_id, u.user_name, u.status, e.issuer, e.id
       FROM directory.users u
      CROSS JOIN LATERAL jsonb_to_recordset(u.external_ids) e (issuer text, id text)),
     same AS (
     SELECT DISTINCT 'external id' AS matched_by, a.issuer, a.id AS matched,
            a.source, a.user_id, a.user_name, a.status,
            b.source AS other_source, b.user_id AS other_user_id, b.user_name AS other_user_name, b.status AS other_status
       FROM external a
       JOIN external b ON b.issuer = a.issuer AND b.id = a.id AND b.source > a.source COLLATE "C"),
     addressed AS (
     SELECT 'e-mail' AS matched_by, NULL AS issuer, lower(a.email) AS matched,
            a.source, a.user_id, a.user_name, a.status,
            b.source AS other_source, b.user_id AS other_user_id, b.user_name AS other_user_name, b.status AS other_status
       FROM directory.users a
       JOIN directory.users b ON lower(b.email) = lower(a.email) AND b.source > a.source COLLATE "C"
      WHERE NOT EXISTS (SELECT FROM same s
                         WHERE s.source = a.source AND s.user_id = a.user_id
                           AND s.other_source = b.source AND s.other_user_id = b.user_id))
SELECT p.*
  FROM (SELECT s.* FROM same s UNION ALL SELECT d.* FROM addressed d) p
 ORDER BY p.matched_by DESC, p.source COLLATE "C", p.user_id COLLATE "C", p.other_source COLLATE "C",
          p.other_user_id COLLATE "C", p.issuer COLLATE "C", p.matched COLLATE "C";
