-- What was sent for the snapshot: on its checkpoints, and in run_requests what no checkpoint counted.
UPDATE directory.snapshot n
   SET requests = x.requests,
       retries = x.retries,
       throttles = x.throttles,
       replaced_characters = x.replaced_characters,
       read_from = coalesce(n.read_from, n.started_at),
       read_to = coalesce(n.read_to, clock_timestamp())
  FROM staging.request_sum x
 WHERE n.id = :snapshot AND x.snapshot = n.id
