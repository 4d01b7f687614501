-- What was sent for the snapshot is on its checkpoints, and in the tally of what no checkpoint counted.
UPDATE directory.snapshot n
   SET requests = x.requests,
       retries = x.retries,
       throttles = x.throttles,
       replaced_characters = x.replaced_characters,
       read_from = coalesce(n.read_from, n.started_at),
       read_to = coalesce(n.read_to, clock_timestamp())
  FROM (SELECT coalesce(sum(y.requests), 0) AS requests,
               coalesce(sum(y.retries), 0) AS retries,
               coalesce(sum(y.throttles), 0) AS throttles,
               coalesce(sum(y.replaced_characters), 0) AS replaced_characters
          FROM (SELECT requests, retries, throttles, replaced_characters
                  FROM staging.listing_checkpoint WHERE snapshot = :snapshot
                UNION ALL
                SELECT requests, retries, throttles, replaced_characters
                  FROM staging.group_checkpoint WHERE snapshot = :snapshot
                UNION ALL
                SELECT requests, retries, throttles, 0
                  FROM staging.run_tally WHERE snapshot = :snapshot) y) x
 WHERE n.id = :snapshot
