-- Writes the row of a source that is new, or whose job file changed.
INSERT INTO batch.scheduled_tasks AS t
       (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version, priority)
VALUES (:source, 'schedule', decode(:file, 'hex'), :due, false, 0, 1, :priority)
ON CONFLICT (task_name, task_instance) DO UPDATE
   SET task_data = excluded.task_data,
       execution_time = CASE WHEN t.execution_time <= :now THEN t.execution_time ELSE excluded.execution_time END,
       consecutive_failures = 0,
       version = t.version + 1,
       priority = excluded.priority
 WHERE NOT t.picked AND t.task_data IS DISTINCT FROM excluded.task_data
