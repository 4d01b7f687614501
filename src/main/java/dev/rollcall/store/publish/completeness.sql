-- Whether a snapshot was read to its end. A group that the last reading of the listing lacks does not count.
SELECT coalesce((SELECT l.complete FROM staging.listing_checkpoint l
                  WHERE l.snapshot = :snapshot AND l.listing = 'groups'), false) AS groups_complete,
       coalesce((SELECT l.complete FROM staging.listing_checkpoint l
                  WHERE l.snapshot = :snapshot AND l.listing = 'users'), false) AS users_complete,
       count(*) AS listed,
       count(*) FILTER (WHERE c.state = 'complete' AND g.described) AS complete,
       count(*) FILTER (WHERE c.state = 'gap') AS gaps,
       count(*) FILTER (WHERE c.state = 'gone') AS gone
  FROM staging.groups g
  JOIN staging.listing_checkpoint l
    ON l.snapshot = g.snapshot AND l.listing = 'groups' AND l.reading = g.reading
  LEFT JOIN staging.group_checkpoint c ON c.snapshot = g.snapshot AND c.group_no = g.group_no
 WHERE g.snapshot = :snapshot
