-- Rows of some sources: the job file that wrote each, and whether it is parked and was published since.
-- Parameters: when parked sources are due, names of sources.
SELECT t.task_name,
       encode(t.task_data, 'hex'),
       t.execution_time >= ? AND EXISTS (
           SELECT FROM directory.source s
             JOIN directory.snapshot n ON n.source = s.id AND n.outcome = 'published'
            WHERE s.name = t.task_name AND n.published_at > t.last_failure)
  FROM batch.scheduled_tasks t
 WHERE t.task_name = ANY (?)
