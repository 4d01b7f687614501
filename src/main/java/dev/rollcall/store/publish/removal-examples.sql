-- The groups that lose most, and those that lose most among the tripped ones.
SELECT k.group_id, x.display_name, x.members, x.removed, x.gone, x.tripped
  FROM (SELECT r.*,
               row_number() OVER (ORDER BY r.removed DESC, r.gone DESC, r.group_no) AS place,
               row_number() OVER (PARTITION BY r.tripped ORDER BY r.removed DESC, r.group_no) AS place_tripped
          FROM published_group r
         WHERE r.gone OR r.removed > 0) x
  JOIN directory.group_key k ON k.no = x.group_no
 WHERE x.place <= 5 OR (x.tripped AND x.place_tripped <= 5)
 ORDER BY x.removed DESC, x.gone DESC, k.group_id
