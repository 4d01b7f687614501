-- Every text that was ever published of a user, each once, and the word of it that another text may hold.
SELECT DISTINCT x.kind, x.text, x.word
  FROM directory.users_history h
 CROSS JOIN LATERAL (
       VALUES ('user name', h.user_name, h.user_name), ('display name', h.display_name, h.display_name),
              ('e-mail address', h.email, h.email)
       UNION ALL
       SELECT 'external id', concat_ws(' ', e.id ->> 'issuer', e.id ->> 'id'), e.id ->> 'id'
         FROM jsonb_array_elements(h.external_ids) AS e (id)) x (kind, text, word)
 WHERE h.user_no = :user AND x.text IS NOT NULL
 ORDER BY x.kind, x.text
