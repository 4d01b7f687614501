-- Sums up the checkpoints: what was sent for the snapshot (in run_requests is what no checkpoint counted), and when what
-- it holds was read, in whatever run that was. A gap holds nothing.
UPDATE directory.snapshot n
   SET requests = x.requests,
       retries = x.retries,
       throttles = x.throttles,
       replaced_characters = x.replaced_characters,
       read_from = coalesce(n.read_from, n.started_at),
       read_to = (SELECT max(r.read_at)
                    FROM (SELECT l.read_at
                            FROM staging.listing_checkpoint l
                           WHERE l.snapshot = n.id AND (l.listing = 'groups' OR n.with_users)
                          UNION ALL
                          SELECT c.read_at
                            FROM staging.group_checkpoint c
                           WHERE c.snapshot = n.id AND c.state IN ('complete', 'gone')) r)
  FROM staging.request_sum x
 WHERE n.id = :snapshot AND x.snapshot = n.id
