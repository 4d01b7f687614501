-- A new salt for users who come back after they were forgotten: their old rows keep the digests of the one before.
UPDATE directory.member_key k SET salt = gen_random_uuid()
  FROM user_difference d
 WHERE d.begins IS NOT NULL AND k.no = d.user_no AND k.salt IS NULL
