-- Ends the session of a worker that holds a source's lock and no longer has the source. Parameters: the source, and who
-- has it: source, worker, version of the row. Materialized: the planner might ask for the end of a session before it
-- knows whose it is.
WITH lost AS MATERIALIZED (
    SELECT DISTINCT l.pid, a.application_name
      FROM directory.source s
      JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.classid = x'524F4C4C'::int::oid
       AND l.objid = s.id::bigint::oid AND l.objsubid = 2
       AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      JOIN pg_stat_activity a ON a.pid = l.pid AND split_part(a.application_name, ' ', 1) = 'rollcall-worker'
     WHERE s.name = ?
       AND EXISTS (SELECT FROM batch.scheduled_tasks t
                    WHERE t.task_name = ? AND t.picked AND t.picked_by = ? AND t.version = ?)
)
SELECT application_name, pg_terminate_backend(pid, 5000) FROM lost
