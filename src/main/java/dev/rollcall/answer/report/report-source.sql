SELECT s.id, s.name, s.provider, s.identity_store_id, s.pruned_before
  FROM directory.source s
 WHERE s.name = :name
