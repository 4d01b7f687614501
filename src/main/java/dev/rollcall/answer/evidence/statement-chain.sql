SELECT c.*
  FROM directory.chain c
 WHERE c.source = :source
 ORDER BY c.seq
