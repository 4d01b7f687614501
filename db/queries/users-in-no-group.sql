-- Which users are in no group now?
-- A group that could not be read, or that the source's scope leaves out, may have them: see the query gaps.
--
-- Parameters
--   source text  name of the source
--
-- Columns
--   user_id, user_name, display_name, email  the user
--   status                                   enabled, disabled, or null when the provider does not say
--   created_at                               when the user was created: the provider's word, null where it gives none
SELECT u.user_id,
       u.user_name,
       u.display_name,
       u.email,
       u.status,
       u.created_at
  FROM directory.users u
 WHERE u.source = :'source'
   AND NOT EXISTS (SELECT FROM directory.memberships m
                    WHERE m.source = u.source AND m.member_type = 'user' AND m.member_id = u.user_id)
 ORDER BY u.user_name, u.user_id COLLATE "C";
