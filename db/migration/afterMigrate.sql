-- Runs after every migration: which program it was, the group roles, their rights on all there is, and sequences that
-- are behind. Written to be repeated.
INSERT INTO directory.installation (rollcall_version) VALUES ('${rollcall_version}')
    ON CONFLICT (only_row) DO UPDATE SET rollcall_version = excluded.rollcall_version
    WHERE installation.rollcall_version <> excluded.rollcall_version;

DO $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('rollcall roles'));
END
$$;

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['rollcall_writer', 'rollcall_reader'] LOOP
        IF to_regrole(role) IS NULL THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role);
            EXCEPTION
                WHEN insufficient_privilege THEN
                    RAISE WARNING
                        'Role % is missing. As an administrator run: CREATE ROLE % NOLOGIN; then: rollcall migrate',
                        role, role;
                WHEN duplicate_object OR unique_violation THEN
                    NULL; -- another database of this server was a moment earlier
            END;
        END IF;
    END LOOP;
END
$$;

-- Whoever only reads: the contract with readers, history included, and nothing else.
DO $$
BEGIN
    IF to_regrole('rollcall_reader') IS NULL THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA directory TO rollcall_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA directory TO rollcall_reader;
END
$$;

-- Whoever runs `rollcall sync`: rows in all three schemas, no DDL but temporary tables.
DO $$
DECLARE
    job_table regclass;
BEGIN
    IF to_regrole('rollcall_writer') IS NULL THEN
        RETURN;
    END IF;
    BEGIN
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO rollcall_writer', current_database());
    EXCEPTION
        WHEN insufficient_privilege THEN
            IF NOT has_database_privilege('rollcall_writer', current_database(), 'TEMPORARY') THEN
                RAISE WARNING
                    'As an administrator run: GRANT TEMPORARY ON DATABASE % TO rollcall_writer',
                    quote_ident(current_database());
            END IF;
    END;
    GRANT USAGE ON SCHEMA directory, staging, batch TO rollcall_writer;
    GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA directory TO rollcall_writer;
    -- Links are only ever added. Which program migrated, who migrates tells.
    REVOKE UPDATE ON directory.link FROM rollcall_writer;
    REVOKE INSERT, UPDATE ON directory.installation FROM rollcall_writer;
    -- Of a dry run, and of a source that was never published.
    GRANT DELETE ON directory.source, directory.snapshot, directory.last_run TO rollcall_writer;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA staging TO rollcall_writer;
    GRANT EXECUTE
        ON FUNCTION staging.analyze(), staging.analyze_groups(), staging.analyze_history(boolean),
            staging.analyze_tables(regclass[]), staging.next_snapshot(), staging.sequences_behind()
        TO rollcall_writer;
    -- Not Flyway's own table: that one is only read.
    GRANT SELECT ON ALL TABLES IN SCHEMA batch TO rollcall_writer;
    FOR job_table IN
        SELECT c.oid FROM pg_class c
         WHERE c.relnamespace = 'batch'::regnamespace AND c.relkind = 'r'
           AND (c.relname LIKE 'batch\_%' OR c.relname = 'scheduled_tasks')
    LOOP
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO rollcall_writer', job_table);
    END LOOP;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA batch TO rollcall_writer;
END
$$;

-- Logical replication and dumps of tables alone leave sequences at their beginning.
DO $$
DECLARE
    behind staging.sequence_behind;
BEGIN
    FOR behind IN SELECT * FROM staging.sequences_behind() LOOP
        PERFORM setval(behind.sequence::regclass, behind.used);
        RAISE WARNING 'Sequence % had given % last, and % is in use: it goes on from there.',
            behind.sequence, behind.given, behind.used;
    END LOOP;
END
$$;
