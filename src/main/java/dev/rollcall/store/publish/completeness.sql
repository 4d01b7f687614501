-- Whether a snapshot was read to its end. A group that the last reading of the listing lacks does not count.
SELECT coalesce((SELECT l.complete FROM staging.listing_checkpoint l
                  WHERE l.snapshot = :snapshot AND l.listing = 'groups'), false) AS groups_complete,
       coalesce((SELECT l.complete FROM staging.listing_checkpoint l
                  WHERE l.snapshot = :snapshot AND l.listing = 'users'), false) AS users_complete,
       count(*) AS listed,
       count(*) FILTER (WHERE g.state = 'complete' AND g.described) AS complete,
       count(*) FILTER (WHERE g.state = 'gap') AS gaps,
       count(*) FILTER (WHERE g.state = 'gone') AS gone
  FROM staging.listed_group g
 WHERE g.snapshot = :snapshot
