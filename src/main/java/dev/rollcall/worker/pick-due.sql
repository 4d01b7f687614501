-- Picks sources that are due for one worker: the longest unread first. Parameters: names of the sources of its job files,
-- now, how many at most, the worker's name, now.
WITH due AS (
    SELECT t.task_name, t.task_instance
      FROM batch.scheduled_tasks t
     WHERE t.task_name = ANY (?) AND NOT t.picked AND t.execution_time <= ?
     ORDER BY t.priority DESC NULLS LAST, t.execution_time
     LIMIT ?
       FOR UPDATE SKIP LOCKED
), picked AS (
    UPDATE batch.scheduled_tasks t
       SET picked = true, picked_by = ?, last_heartbeat = ?, version = t.version + 1
      FROM due d
     WHERE t.task_name = d.task_name AND t.task_instance = d.task_instance
 RETURNING t.*
)
SELECT * FROM picked ORDER BY priority DESC NULLS LAST, execution_time
