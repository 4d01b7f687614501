-- Users, and members that the listing of users lacks, with the periods of each; one row without a period for those that
-- have none.
SELECT k.no, k.member_type, k.member_id, h.valid_from, h.valid_to, h.begins, h.ends, h.user_name, h.display_name,
       h.email, h.status
  FROM directory.member_key k
  LEFT JOIN directory.users_history h ON h.user_no = k.no AND h.valid_to > :first AND h.valid_from <= :last
 WHERE k.source = :source
   AND (h.user_no IS NOT NULL
        OR k.no IN (
            SELECT m.member_no
              FROM directory.memberships_history m
             WHERE m.valid_to > :first AND m.valid_from <= :last))
 ORDER BY k.no, h.valid_from
