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

COMMENT ON SCHEMA batch IS 'Spring Batch''s job repository, and Flyway''s list of applied migrations.';

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
