-- Which of some principals the next publish would name again: those that current rows have, or rows staged in a snapshot
-- that may be published.
WITH pending AS (
    SELECT n.id
      FROM directory.snapshot n
     WHERE n.source = :source AND n.outcome IN ('open', 'guarded') AND NOT n.dry_run
), staged AS (
    SELECT m.created_by AS name FROM staging.memberships m JOIN pending n ON n.id = m.snapshot
    UNION
    SELECT v.name
      FROM staging.groups g
      JOIN pending n ON n.id = g.snapshot
     CROSS JOIN LATERAL (VALUES (g.created_by), (g.updated_by)) v (name)
    UNION
    SELECT v.name
      FROM staging.users u
      JOIN pending n ON n.id = u.snapshot
     CROSS JOIN LATERAL (VALUES (u.created_by), (u.updated_by)) v (name)
)
SELECT h.created_by AS no
  FROM directory.memberships_history h
 WHERE h.valid_to = 'infinity' AND h.created_by IN (:numbers)
UNION
SELECT v.no
  FROM directory.groups_history h
 CROSS JOIN LATERAL (VALUES (h.created_by), (h.updated_by)) v (no)
 WHERE h.valid_to = 'infinity' AND v.no IN (:numbers)
UNION
SELECT v.no
  FROM directory.users_history h
 CROSS JOIN LATERAL (VALUES (h.created_by), (h.updated_by)) v (no)
 WHERE h.valid_to = 'infinity' AND v.no IN (:numbers)
UNION
SELECT p.no
  FROM directory.principal p
  JOIN staged s ON s.name = p.name
 WHERE p.no IN (:numbers)
