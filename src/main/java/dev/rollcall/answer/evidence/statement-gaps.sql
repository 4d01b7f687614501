-- Every gap of a span, with the group's name when it began and, where it is known, why it could not be read.
SELECT s.name AS source,
       p.group_id,
       h.display_name AS group_name,
       p.since,
       nullif(p.until, 'infinity') AS until,
       p.reason
  FROM directory.gap p
  JOIN directory.source s ON s.id = p.source
  LEFT JOIN directory.group_key k ON k.source = p.source AND k.group_id = p.group_id
  LEFT JOIN directory.groups_history h ON h.group_no = k.no AND h.valid_from <= p.since AND p.since < h.valid_to
 WHERE s.name = :source AND p.since <= :to AND p.until > :from
 ORDER BY p.since, p.group_id
