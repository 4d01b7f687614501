-- Tables of schema batch: schema-postgresql.sql of spring-batch-core 6.0.4, with every object in this schema, a key on
-- the table of parameters (a publication FOR ALL TABLES needs one), and sequences that belong to their columns.
-- When Spring Batch is updated, compare with its schema and add what is new by a migration.
DO $$
BEGIN
    IF to_regnamespace('batch') IS NULL THEN
        CREATE SCHEMA batch;
    END IF;
END
$$;

COMMENT ON SCHEMA batch IS 'Spring Batch''s job repository, what workers share, and Flyway''s list of applied migrations.';

CREATE TABLE batch.BATCH_JOB_INSTANCE (
    JOB_INSTANCE_ID BIGINT  NOT NULL PRIMARY KEY,
    VERSION BIGINT,
    JOB_NAME VARCHAR(100) NOT NULL,
    JOB_KEY VARCHAR(32) NOT NULL,
    constraint JOB_INST_UN unique (JOB_NAME, JOB_KEY)
);

CREATE TABLE batch.BATCH_JOB_EXECUTION (
    JOB_EXECUTION_ID BIGINT  NOT NULL PRIMARY KEY,
    VERSION BIGINT,
    JOB_INSTANCE_ID BIGINT NOT NULL,
    CREATE_TIME TIMESTAMP NOT NULL,
    START_TIME TIMESTAMP DEFAULT NULL,
    END_TIME TIMESTAMP DEFAULT NULL,
    STATUS VARCHAR(10),
    EXIT_CODE VARCHAR(2500),
    EXIT_MESSAGE VARCHAR(2500),
    LAST_UPDATED TIMESTAMP,
    constraint JOB_INST_EXEC_FK foreign key (JOB_INSTANCE_ID)
    references batch.BATCH_JOB_INSTANCE(JOB_INSTANCE_ID)
);

CREATE TABLE batch.BATCH_JOB_EXECUTION_PARAMS (
    JOB_EXECUTION_ID BIGINT NOT NULL,
    PARAMETER_NAME VARCHAR(100) NOT NULL,
    PARAMETER_TYPE VARCHAR(100) NOT NULL,
    PARAMETER_VALUE VARCHAR(2500),
    IDENTIFYING CHAR(1) NOT NULL,
    PRIMARY KEY (JOB_EXECUTION_ID, PARAMETER_NAME),
    constraint JOB_EXEC_PARAMS_FK foreign key (JOB_EXECUTION_ID)
    references batch.BATCH_JOB_EXECUTION(JOB_EXECUTION_ID)
);

CREATE TABLE batch.BATCH_STEP_EXECUTION (
    STEP_EXECUTION_ID BIGINT  NOT NULL PRIMARY KEY,
    VERSION BIGINT NOT NULL,
    STEP_NAME VARCHAR(100) NOT NULL,
    JOB_EXECUTION_ID BIGINT NOT NULL,
    CREATE_TIME TIMESTAMP NOT NULL,
    START_TIME TIMESTAMP DEFAULT NULL,
    END_TIME TIMESTAMP DEFAULT NULL,
    STATUS VARCHAR(10),
    COMMIT_COUNT BIGINT,
    READ_COUNT BIGINT,
    FILTER_COUNT BIGINT,
    WRITE_COUNT BIGINT,
    READ_SKIP_COUNT BIGINT,
    WRITE_SKIP_COUNT BIGINT,
    PROCESS_SKIP_COUNT BIGINT,
    ROLLBACK_COUNT BIGINT,
    EXIT_CODE VARCHAR(2500),
    EXIT_MESSAGE VARCHAR(2500),
    LAST_UPDATED TIMESTAMP,
    constraint JOB_EXEC_STEP_FK foreign key (JOB_EXECUTION_ID)
    references batch.BATCH_JOB_EXECUTION(JOB_EXECUTION_ID)
);

CREATE TABLE batch.BATCH_STEP_EXECUTION_CONTEXT (
    STEP_EXECUTION_ID BIGINT NOT NULL PRIMARY KEY,
    SHORT_CONTEXT VARCHAR(2500) NOT NULL,
    SERIALIZED_CONTEXT TEXT,
    constraint STEP_EXEC_CTX_FK foreign key (STEP_EXECUTION_ID)
    references batch.BATCH_STEP_EXECUTION(STEP_EXECUTION_ID)
);

CREATE TABLE batch.BATCH_JOB_EXECUTION_CONTEXT (
    JOB_EXECUTION_ID BIGINT NOT NULL PRIMARY KEY,
    SHORT_CONTEXT VARCHAR(2500) NOT NULL,
    SERIALIZED_CONTEXT TEXT,
    constraint JOB_EXEC_CTX_FK foreign key (JOB_EXECUTION_ID)
    references batch.BATCH_JOB_EXECUTION(JOB_EXECUTION_ID)
);

CREATE SEQUENCE batch.BATCH_STEP_EXECUTION_SEQ MAXVALUE 9223372036854775807 NO CYCLE
    OWNED BY batch.BATCH_STEP_EXECUTION.STEP_EXECUTION_ID;
CREATE SEQUENCE batch.BATCH_JOB_EXECUTION_SEQ MAXVALUE 9223372036854775807 NO CYCLE
    OWNED BY batch.BATCH_JOB_EXECUTION.JOB_EXECUTION_ID;
CREATE SEQUENCE batch.BATCH_JOB_INSTANCE_SEQ MAXVALUE 9223372036854775807 NO CYCLE
    OWNED BY batch.BATCH_JOB_INSTANCE.JOB_INSTANCE_ID;

-- What is looked up in each run, and its schema has no index for: the executions of an instance, those that have not
-- ended, the steps of an execution, and, by Rollcall, the executions of a source. An expression has statistics of its
-- own: by the column's, the planner would take sources for attempts, which are numbered alike.
CREATE INDEX BATCH_JOB_EXEC_INSTANCE_IDX ON batch.BATCH_JOB_EXECUTION (JOB_INSTANCE_ID);
CREATE INDEX BATCH_JOB_EXEC_UNENDED_IDX ON batch.BATCH_JOB_EXECUTION (JOB_EXECUTION_ID)
    WHERE STATUS IN ('STARTING', 'STARTED', 'STOPPING');
CREATE INDEX BATCH_STEP_EXEC_JOB_IDX ON batch.BATCH_STEP_EXECUTION (JOB_EXECUTION_ID);
CREATE INDEX BATCH_JOB_EXEC_SOURCE_IDX ON batch.BATCH_JOB_EXECUTION_PARAMS ((CAST(PARAMETER_VALUE AS bigint)))
    WHERE PARAMETER_NAME = 'source';

COMMENT ON TABLE batch.BATCH_JOB_INSTANCE IS 'Jobs to be done: one row for each set of identifying parameters.';
COMMENT ON COLUMN batch.BATCH_JOB_INSTANCE.JOB_INSTANCE_ID IS 'Number of the job instance.';
COMMENT ON COLUMN batch.BATCH_JOB_INSTANCE.VERSION IS 'Grows with each update: optimistic locking.';
COMMENT ON COLUMN batch.BATCH_JOB_INSTANCE.JOB_NAME IS 'Name of the job: directorySync.';
COMMENT ON COLUMN batch.BATCH_JOB_INSTANCE.JOB_KEY IS
    'Digest of the identifying parameters: source, snapshot, attempt.';

COMMENT ON TABLE batch.BATCH_JOB_EXECUTION IS
    'Tries to do a job: one row for each time that a job instance was started.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.JOB_EXECUTION_ID IS 'Number of the job execution.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.VERSION IS 'Grows with each update: optimistic locking.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.JOB_INSTANCE_ID IS 'The job instance that is executed.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.CREATE_TIME IS 'When it was created, in the time zone of the process.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.START_TIME IS 'When it started; null before.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.END_TIME IS
    'When it ended, however; null before, and where the process died.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.STATUS IS
    'Spring Batch''s BatchStatus: STARTED, COMPLETED, FAILED, STOPPED and others.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.EXIT_CODE IS 'Spring Batch''s ExitStatus.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.EXIT_MESSAGE IS 'How it ended, in words.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION.LAST_UPDATED IS 'When the row was last written.';

COMMENT ON TABLE batch.BATCH_JOB_EXECUTION_PARAMS IS 'Parameters of job executions: one row each.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION_PARAMS.JOB_EXECUTION_ID IS 'The job execution.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION_PARAMS.PARAMETER_NAME IS 'Name of the parameter.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION_PARAMS.PARAMETER_TYPE IS 'Its Java class.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION_PARAMS.PARAMETER_VALUE IS 'Its value, as text.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION_PARAMS.IDENTIFYING IS
    'Y when it tells one job instance from another, else N.';

COMMENT ON TABLE batch.BATCH_STEP_EXECUTION IS
    'Steps of job executions: one row for each time that a step, or a partition of one, ran.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.STEP_EXECUTION_ID IS 'Number of the step execution.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.VERSION IS 'Grows with each update: optimistic locking.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.STEP_NAME IS
    'Name of the step; of a partition, with its own name after a colon.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.JOB_EXECUTION_ID IS 'The job execution.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.CREATE_TIME IS 'When it was created, in the time zone of the process.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.START_TIME IS 'When it started; null before.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.END_TIME IS
    'When it ended, however; null before, and where the process died.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.STATUS IS
    'Spring Batch''s BatchStatus: STARTED, COMPLETED, FAILED, STOPPED and others.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.COMMIT_COUNT IS 'Chunks committed.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.READ_COUNT IS 'Items read.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.FILTER_COUNT IS 'Items that the processor dropped.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.WRITE_COUNT IS 'Items written.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.READ_SKIP_COUNT IS 'Items skipped when they were read.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.WRITE_SKIP_COUNT IS 'Items skipped when they were written.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.PROCESS_SKIP_COUNT IS 'Items skipped when they were processed.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.ROLLBACK_COUNT IS 'Chunks rolled back.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.EXIT_CODE IS 'Spring Batch''s ExitStatus, or the step''s own.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.EXIT_MESSAGE IS 'How it ended, in words.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION.LAST_UPDATED IS 'When the row was last written.';

COMMENT ON TABLE batch.BATCH_STEP_EXECUTION_CONTEXT IS
    'What a step leaves for its restart; Rollcall keeps that in its own checkpoints.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION_CONTEXT.STEP_EXECUTION_ID IS 'The step execution.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION_CONTEXT.SHORT_CONTEXT IS 'The context, cut to the column''s length.';
COMMENT ON COLUMN batch.BATCH_STEP_EXECUTION_CONTEXT.SERIALIZED_CONTEXT IS
    'The whole context where the short one is cut; else null.';

COMMENT ON TABLE batch.BATCH_JOB_EXECUTION_CONTEXT IS
    'What a job leaves for its restart; Rollcall keeps that in its own checkpoints.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION_CONTEXT.JOB_EXECUTION_ID IS 'The job execution.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION_CONTEXT.SHORT_CONTEXT IS 'The context, cut to the column''s length.';
COMMENT ON COLUMN batch.BATCH_JOB_EXECUTION_CONTEXT.SERIALIZED_CONTEXT IS
    'The whole context where the short one is cut; else null.';

-- db-scheduler's table: postgresql_tables.sql of its 16.7, with texts without a limit and a priority that holds minutes
-- since 1970. When db-scheduler is updated, compare with its file.
CREATE TABLE batch.scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamptz NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures integer,
    last_heartbeat timestamptz,
    version bigint NOT NULL,
    priority integer,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_due ON batch.scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON batch.scheduled_tasks (last_heartbeat);

COMMENT ON TABLE batch.scheduled_tasks IS
    'What workers share: when each source that has a schedule is due, and which worker reads it. One row a source.';
COMMENT ON COLUMN batch.scheduled_tasks.task_name IS 'Name of the source.';
COMMENT ON COLUMN batch.scheduled_tasks.task_instance IS 'Always schedule.';
COMMENT ON COLUMN batch.scheduled_tasks.task_data IS
    'SHA-256 of the text of the job file by which the source is due: that of the worker that read it last, or one that '
    'changed since.';
COMMENT ON COLUMN batch.scheduled_tasks.execution_time IS
    'When the source is due; in the year 2500 where it is parked, since five workers in a row were killed while they read '
    'it.';
COMMENT ON COLUMN batch.scheduled_tasks.picked IS 'Whether a worker reads the source, or died while it did.';
COMMENT ON COLUMN batch.scheduled_tasks.picked_by IS 'That worker: host, process, and a number of its own.';
COMMENT ON COLUMN batch.scheduled_tasks.last_success IS
    'When a worker last came to the end of a run, whatever became of that.';
COMMENT ON COLUMN batch.scheduled_tasks.last_failure IS 'When a worker was last found dead that read the source.';
COMMENT ON COLUMN batch.scheduled_tasks.consecutive_failures IS 'Workers found dead in a row while they read the source.';
COMMENT ON COLUMN batch.scheduled_tasks.last_heartbeat IS
    'Last sign of life of the worker that reads the source, every ten seconds; after forty another takes it over.';
COMMENT ON COLUMN batch.scheduled_tasks.version IS 'Grows with each change of hands.';
COMMENT ON COLUMN batch.scheduled_tasks.priority IS
    'Of sources that are due the greatest goes first: minutes since 1970 of the beginning of the last reading, negated; 0 '
    'where there was none.';
