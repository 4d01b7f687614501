-- Tables of schema directory: sources, snapshots, history and gaps, and the rows that its functions return.
-- What readers ask, views and functions, is in R__2_readers.sql.
DO $$
BEGIN
    -- IF NOT EXISTS asks for the right to create schemas even where the schema is there.
    IF to_regnamespace('directory') IS NULL THEN
        CREATE SCHEMA directory;
    END IF;
END
$$;

COMMENT ON SCHEMA directory IS
    'Who is in which group of which identity store, now and as of any time since. Read its views and functions.';

CREATE TABLE directory.source (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    provider text NOT NULL,
    identity_store_id text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    retired_at timestamptz,
    users_read_at timestamptz,
    pruned_before timestamptz,
    UNIQUE (provider, identity_store_id)
);

COMMENT ON TABLE directory.source IS 'The identity stores that are, or were, exported. One row each, for ever once something of it was published.';
COMMENT ON COLUMN directory.source.id IS 'Number of the source; survives a rename.';
COMMENT ON COLUMN directory.source.name IS 'Name of the source: its job file without .yaml.';
COMMENT ON COLUMN directory.source.provider IS 'Kind of identity store, as job files name it.';
COMMENT ON COLUMN directory.source.identity_store_id IS 'The provider''s id of the identity store.';
COMMENT ON COLUMN directory.source.created_at IS 'When the source was first opened.';
COMMENT ON COLUMN directory.source.retired_at IS
    'When the source was retired, that is its rows ended; null while in use. Publishing it again makes it null: that '
    'snapshot is a baseline, like a first one.';
COMMENT ON COLUMN directory.source.users_read_at IS
    'When the reading ended that the published users come from; null while users were never read, or not since the '
    'source was retired.';
COMMENT ON COLUMN directory.source.pruned_before IS
    'The horizon: rows of history that ended before it were removed by prune; null while nothing was.';

CREATE TABLE directory.snapshot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source integer NOT NULL REFERENCES directory.source,
    attempt integer NOT NULL DEFAULT 1,
    outcome text NOT NULL DEFAULT 'open' CHECK (outcome IN ('open', 'guarded', 'published', 'discarded')),
    dry_run boolean NOT NULL DEFAULT false,
    baseline boolean NOT NULL DEFAULT false,
    with_users boolean NOT NULL DEFAULT true,
    scope text NOT NULL DEFAULT 'all',
    rollcall_version text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    resume_until timestamptz,
    read_from timestamptz,
    read_to timestamptz,
    published_at timestamptz,
    retired_at timestamptz,
    runs integer NOT NULL DEFAULT 1,
    groups bigint,
    memberships bigint,
    users bigint,
    groups_created bigint,
    groups_changed bigint,
    groups_deleted bigint,
    members_joined bigint,
    members_left bigint,
    users_created bigint,
    users_changed bigint,
    users_deleted bigint,
    gaps bigint,
    orphans bigint,
    requests bigint,
    retries bigint,
    throttles bigint,
    replaced_characters bigint,
    sampled_groups bigint,
    drifted_groups bigint,
    guard jsonb,
    removals text,
    consented_at timestamptz,
    consented_by text,
    CHECK ((outcome = 'published') = (published_at IS NOT NULL)),
    CHECK (NOT (dry_run AND outcome IN ('guarded', 'published'))),
    CHECK ((consented_at IS NULL) = (consented_by IS NULL)),
    CHECK (retired_at > published_at)
);

-- A snapshot may be published long after it was read.
CREATE INDEX snapshot_read ON directory.snapshot (source, read_from, published_at) WHERE outcome = 'published';
CREATE UNIQUE INDEX snapshot_open ON directory.snapshot (source) WHERE outcome = 'open' AND NOT dry_run;
CREATE UNIQUE INDEX snapshot_guarded ON directory.snapshot (source) WHERE outcome = 'guarded';
CREATE INDEX snapshot_dry_run ON directory.snapshot (source) WHERE dry_run;
CREATE UNIQUE INDEX snapshot_published ON directory.snapshot (source, published_at);

COMMENT ON TABLE directory.snapshot IS 'Every complete reading of a source that was begun.';
COMMENT ON COLUMN directory.snapshot.id IS 'Number of the snapshot; larger is later.';
COMMENT ON COLUMN directory.snapshot.source IS 'The source that is read.';
COMMENT ON COLUMN directory.snapshot.attempt IS 'Grows when the job must start anew on the same staging.';
COMMENT ON COLUMN directory.snapshot.outcome IS
    'open: being read, or interrupted. guarded: read, its removals await consent. published: became history. '
    'discarded: never will.';
COMMENT ON COLUMN directory.snapshot.dry_run IS
    'Read for comparison only; never published, and gone when the run ends.';
COMMENT ON COLUMN directory.snapshot.baseline IS
    'The first published snapshot of the source, or the first since it was retired: its rows began to be known, they '
    'did not begin.';
COMMENT ON COLUMN directory.snapshot.with_users IS
    'Whether the snapshot reads the users too; otherwise the published users stay.';
COMMENT ON COLUMN directory.snapshot.scope IS 'The groups read: all, or a description of the list of group ids.';
COMMENT ON COLUMN directory.snapshot.rollcall_version IS
    'Version of the program that began, and at last published, the snapshot.';
COMMENT ON COLUMN directory.snapshot.started_at IS 'When the snapshot was begun.';
COMMENT ON COLUMN directory.snapshot.resume_until IS
    'Until when it may be resumed while it is open, by resume-within of the last run''s job file.';
COMMENT ON COLUMN directory.snapshot.read_from IS 'When reading began; nothing in the snapshot is older.';
COMMENT ON COLUMN directory.snapshot.read_to IS 'When reading ended; nothing in the snapshot is newer.';
COMMENT ON COLUMN directory.snapshot.published_at IS
    'Since when readers see it: valid_from of the rows it opened, valid_to of those it closed.';
COMMENT ON COLUMN directory.snapshot.retired_at IS
    'On the source''s last published snapshot: when the source was retired, that is all its rows ended. Null '
    'otherwise.';
COMMENT ON COLUMN directory.snapshot.runs IS 'Runs that worked on the snapshot: 1, and 1 for each time it was resumed.';
COMMENT ON COLUMN directory.snapshot.groups IS 'Groups of the source once published.';
COMMENT ON COLUMN directory.snapshot.memberships IS 'Memberships of the source once published.';
COMMENT ON COLUMN directory.snapshot.users IS 'Users of the source once published.';
COMMENT ON COLUMN directory.snapshot.groups_created IS 'Rows group-created of this snapshot in the view changes.';
COMMENT ON COLUMN directory.snapshot.groups_changed IS 'Rows group-changed of this snapshot in the view changes.';
COMMENT ON COLUMN directory.snapshot.groups_deleted IS 'Rows group-deleted of this snapshot in the view changes.';
COMMENT ON COLUMN directory.snapshot.members_joined IS 'Rows member-joined of this snapshot in the view changes.';
COMMENT ON COLUMN directory.snapshot.members_left IS 'Rows member-left of this snapshot in the view changes.';
COMMENT ON COLUMN directory.snapshot.users_created IS 'Rows user-created of this snapshot in the view changes.';
COMMENT ON COLUMN directory.snapshot.users_changed IS 'Rows user-changed of this snapshot in the view changes.';
COMMENT ON COLUMN directory.snapshot.users_deleted IS 'Rows user-deleted of this snapshot in the view changes.';
COMMENT ON COLUMN directory.snapshot.gaps IS 'Groups that could not be read.';
COMMENT ON COLUMN directory.snapshot.orphans IS
    'Memberships published whose user the listing of users lacks; null when users were not read.';
COMMENT ON COLUMN directory.snapshot.requests IS 'Requests sent to the provider, in all runs.';
COMMENT ON COLUMN directory.snapshot.retries IS 'Requests sent again after a failure.';
COMMENT ON COLUMN directory.snapshot.throttles IS 'Requests that the provider refused as too many.';
COMMENT ON COLUMN directory.snapshot.replaced_characters IS
    'Characters that PostgreSQL cannot store, replaced by U+FFFD.';
COMMENT ON COLUMN directory.snapshot.sampled_groups IS
    'Groups read a second time at the end of the reading; null where none were to be.';
COMMENT ON COLUMN directory.snapshot.drifted_groups IS
    'Of the groups read a second time, those whose members were not the same any more.';
COMMENT ON COLUMN directory.snapshot.guard IS
    'What publishing would have done, and what the guard held back: counts and examples; null when it did not trip.';
COMMENT ON COLUMN directory.snapshot.removals IS
    'Digest of the rows that the guard saw removed: the same rows give the same digest.';
COMMENT ON COLUMN directory.snapshot.consented_at IS 'When a person consented to the removals.';
COMMENT ON COLUMN directory.snapshot.consented_by IS 'Who consented to the removals.';

-- Apart from the snapshots: a run may end before it has one.
CREATE TABLE directory.last_run (
    source integer PRIMARY KEY REFERENCES directory.source,
    snapshot bigint,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text CHECK (outcome IN ('published', 'guarded', 'failed', 'stopped')),
    exit_code integer,
    code text,
    message text,
    seconds double precision,
    requests bigint,
    retries bigint,
    throttles bigint,
    requests_before bigint,
    host text NOT NULL,
    process bigint NOT NULL,
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CHECK ((ended_at IS NULL) = (exit_code IS NULL)),
    CHECK ((outcome = 'failed') = (code IS NOT NULL))
);

COMMENT ON TABLE directory.last_run IS
    'The newest run of each source, whatever became of it. A dry run, and a run that found the source held by another, '
    'write no row.';
COMMENT ON COLUMN directory.last_run.source IS 'The source.';
COMMENT ON COLUMN directory.last_run.snapshot IS
    'The snapshot that the run worked on; null when it did not get that far.';
COMMENT ON COLUMN directory.last_run.started_at IS
    'When the run began. It names the run: only the run that wrote it writes the row on.';
COMMENT ON COLUMN directory.last_run.ended_at IS 'When the run ended; null while it is under way, and when it was killed.';
COMMENT ON COLUMN directory.last_run.outcome IS 'published, guarded, failed or stopped; null until the run has ended.';
COMMENT ON COLUMN directory.last_run.exit_code IS
    'The exit code that the outcome means, as if the source had been the only one of its call.';
COMMENT ON COLUMN directory.last_run.code IS 'Kind of failure: denied, unavailable, database, …; null unless failed.';
COMMENT ON COLUMN directory.last_run.message IS 'Why the run failed, in words; null unless failed.';
COMMENT ON COLUMN directory.last_run.seconds IS 'How long the run took.';
COMMENT ON COLUMN directory.last_run.requests IS
    'Requests sent to the provider, in all runs of the snapshot; null when not known.';
COMMENT ON COLUMN directory.last_run.retries IS 'Of these, requests sent again after a failure.';
COMMENT ON COLUMN directory.last_run.throttles IS 'Of these, requests that the provider refused as too many.';
COMMENT ON COLUMN directory.last_run.requests_before IS
    'Requests that earlier runs sent for the snapshot; null when it did not get that far.';
COMMENT ON COLUMN directory.last_run.host IS 'The host of the run.';
COMMENT ON COLUMN directory.last_run.process IS 'The process of the run on its host.';

-- Number tables: history refers to groups, members and principals by 4 bytes instead of 36 to 80.
CREATE TABLE directory.group_key (
    no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source integer NOT NULL REFERENCES directory.source,
    group_id text COLLATE "C" NOT NULL,
    UNIQUE (source, group_id)
);

COMMENT ON TABLE directory.group_key IS 'A number for every group ever published.';
COMMENT ON COLUMN directory.group_key.no IS 'Number of the group.';
COMMENT ON COLUMN directory.group_key.source IS 'The source that has the group.';
COMMENT ON COLUMN directory.group_key.group_id IS 'The provider''s id of the group.';

CREATE TABLE directory.member_key (
    no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source integer NOT NULL REFERENCES directory.source,
    member_type text COLLATE "C" NOT NULL,
    member_id text COLLATE "C" NOT NULL,
    salt uuid DEFAULT gen_random_uuid(),
    UNIQUE (source, member_id, member_type)
);

COMMENT ON TABLE directory.member_key IS 'A number for every member and every user ever published.';
COMMENT ON COLUMN directory.member_key.no IS 'Number of the member.';
COMMENT ON COLUMN directory.member_key.source IS 'The source that has the member.';
COMMENT ON COLUMN directory.member_key.member_type IS
    'Kind of member: user, or the provider''s own word for another kind.';
COMMENT ON COLUMN directory.member_key.member_id IS 'The provider''s id of the member.';
COMMENT ON COLUMN directory.member_key.salt IS
    'Hashed with the personal attributes of the user, so that no digest betrays them; null once they were forgotten.';

CREATE TABLE directory.principal (
    no integer GENERATED ALWAYS AS IDENTITY,
    source integer NOT NULL REFERENCES directory.source,
    name text COLLATE "C",
    salt uuid DEFAULT gen_random_uuid(),
    digest text COLLATE "C" CHECK (digest ~ '^[0-9a-f]{64}$'),
    -- With the name, so that the few pages of this table are not read whole for each row of an answer.
    PRIMARY KEY (no) INCLUDE (name),
    UNIQUE (source, name),
    CHECK ((name IS NULL) = (digest IS NOT NULL)),
    CHECK ((name IS NULL) = (salt IS NULL))
);

COMMENT ON TABLE directory.principal IS
    'A number for every principal that created or updated a group, a user or a membership: few, and long.';
COMMENT ON COLUMN directory.principal.no IS 'Number of the principal.';
COMMENT ON COLUMN directory.principal.source IS 'The source that named the principal.';
COMMENT ON COLUMN directory.principal.name IS 'The provider''s word for it, opaque text; null once it was forgotten.';
COMMENT ON COLUMN directory.principal.salt IS
    'Hashed with the name, so that no digest betrays it; null once the name was forgotten.';
COMMENT ON COLUMN directory.principal.digest IS
    'SHA-256 of the fields salt and name, in hexadecimal, kept where the name was forgotten; null otherwise.';

-- History. The periods [valid_from, valid_to) of one key neither overlap nor are empty; a current row's valid_to is
-- infinity. Closing a row is the only update. Wide columns first: alignment costs bytes, here 2 million times.
-- A letter says how a row begins, another how it ends: what changed between two readings of the same thing is told from
-- what a first reading found, and from what a scope left out. Never null: in memberships_history a null in each current
-- row would make its header 8 bytes longer.
-- Every table has a primary key or REPLICA IDENTITY FULL: a publication FOR ALL TABLES refuses updates of others.
CREATE TABLE directory.groups_history (
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    group_no integer NOT NULL REFERENCES directory.group_key,
    begins "char" NOT NULL CHECK (begins IN ('k', 'n', 'c')),
    ends "char" NOT NULL DEFAULT '-' CHECK (ends IN ('-', 'g', 'u', 'c', 'r')),
    members_read boolean NOT NULL,
    display_name text,
    description text,
    external_ids jsonb NOT NULL,
    created_at timestamptz,
    created_by integer,
    updated_at timestamptz,
    updated_by integer,
    PRIMARY KEY (group_no, valid_from),
    CHECK (valid_from < valid_to),
    CHECK ((ends = '-') = (valid_to = 'infinity'))
);

-- No two periods of one key end together, and one is current. Not partial: then a join that finds the current row, and of
-- which nothing is asked, costs nothing.
CREATE UNIQUE INDEX groups_ended ON directory.groups_history (group_no, valid_to);
-- The version of a time, among a thousand, by the index alone.
CREATE INDEX groups_as_of ON directory.groups_history (group_no, valid_to, valid_from);
CREATE INDEX groups_opened ON directory.groups_history (valid_from);
CREATE INDEX groups_closed ON directory.groups_history (valid_to) WHERE valid_to < 'infinity';

COMMENT ON TABLE directory.groups_history IS
    'Groups as published: one row for each period in which nothing of a group changed.';
COMMENT ON COLUMN directory.groups_history.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.groups_history.valid_to IS 'Published so until just before; infinity while current.';
COMMENT ON COLUMN directory.groups_history.group_no IS 'The group, in group_key.';
COMMENT ON COLUMN directory.groups_history.begins IS
    'How the row begins. k: known, a first reading found it. n: new since the reading before. c: continued, something '
    'about the group changed.';
COMMENT ON COLUMN directory.groups_history.ends IS
    'How the row ended. -: it is current. g: gone. u: unscoped, the scope of groups no longer names it. c: '
    'continued by another row. r: its source was retired.';
COMMENT ON COLUMN directory.groups_history.members_read IS
    'Whether the members were ever read; false for a group that was a gap from its beginning.';
COMMENT ON COLUMN directory.groups_history.display_name IS 'Name; null when the provider gives none.';
COMMENT ON COLUMN directory.groups_history.description IS 'Description; null when absent, empty stays empty.';
COMMENT ON COLUMN directory.groups_history.external_ids IS
    'Array of {issuer, id}: no duplicates, sorted bytewise, [] when there are none, so that equal sets are equal '
    'values.';
COMMENT ON COLUMN directory.groups_history.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN directory.groups_history.created_by IS
    'The provider''s word, in principal; null where it gives none.';
COMMENT ON COLUMN directory.groups_history.updated_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN directory.groups_history.updated_by IS
    'The provider''s word, in principal; null where it gives none.';

CREATE TABLE directory.users_history (
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    user_no integer NOT NULL REFERENCES directory.member_key,
    begins "char" NOT NULL CHECK (begins IN ('k', 'n', 'c')),
    ends "char" NOT NULL DEFAULT '-' CHECK (ends IN ('-', 'g', 'c', 'r')),
    user_name text,
    display_name text,
    email text,
    status text CHECK (status IN ('enabled', 'disabled')),
    external_ids jsonb NOT NULL,
    created_at timestamptz,
    created_by integer,
    updated_at timestamptz,
    updated_by integer,
    digest text COLLATE "C" CHECK (digest ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (user_no, valid_from),
    CHECK (valid_from < valid_to),
    CHECK ((ends = '-') = (valid_to = 'infinity'))
);

CREATE UNIQUE INDEX users_ended ON directory.users_history (user_no, valid_to);
CREATE INDEX users_opened ON directory.users_history (valid_from);
CREATE INDEX users_closed ON directory.users_history (valid_to) WHERE valid_to < 'infinity';

COMMENT ON TABLE directory.users_history IS
    'Users as published: one row for each period in which nothing of a user changed.';
COMMENT ON COLUMN directory.users_history.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.users_history.valid_to IS 'Published so until just before; infinity while current.';
COMMENT ON COLUMN directory.users_history.user_no IS 'The user, in member_key.';
COMMENT ON COLUMN directory.users_history.begins IS
    'How the row begins. k: known, a first reading found it. n: new since the reading before. c: continued, something '
    'about the user changed.';
COMMENT ON COLUMN directory.users_history.ends IS
    'How the row ended. -: it is current. g: gone. c: continued by another row. r: its source was retired.';
COMMENT ON COLUMN directory.users_history.user_name IS 'Name to sign in with; null when the provider gives none.';
COMMENT ON COLUMN directory.users_history.display_name IS 'Name to show; null when the provider gives none.';
COMMENT ON COLUMN directory.users_history.email IS 'The primary address, else the first; null when there is none.';
COMMENT ON COLUMN directory.users_history.status IS 'enabled, disabled, or null when the provider does not say.';
COMMENT ON COLUMN directory.users_history.external_ids IS
    'Array of {issuer, id}: no duplicates, sorted bytewise, [] when there are none, so that equal sets are equal '
    'values.';
COMMENT ON COLUMN directory.users_history.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN directory.users_history.created_by IS
    'The provider''s word, in principal; null where it gives none.';
COMMENT ON COLUMN directory.users_history.updated_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN directory.users_history.updated_by IS
    'The provider''s word, in principal; null where it gives none.';
COMMENT ON COLUMN directory.users_history.digest IS
    'SHA-256 of salt and personal attributes, in hexadecimal, kept where these were forgotten; null otherwise.';

-- No foreign keys here: one lookup a row would be most of the publish. Its rows come from joins with the number
-- tables, and `rollcall check` looks. The snapshot that brought a row, or ended it, is found by its published_at.
CREATE TABLE directory.memberships_history (
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    created_at timestamptz,
    group_no integer NOT NULL,
    member_no integer NOT NULL,
    created_by integer,
    begins "char" NOT NULL CHECK (begins IN ('k', 'n', 'c')),
    ends "char" NOT NULL DEFAULT '-' CHECK (ends IN ('-', 'g', 'u', 'c', 'r')),
    membership_id text COLLATE "C" NOT NULL,
    CHECK (valid_from < valid_to),
    CHECK ((ends = '-') = (valid_to = 'infinity'))
) WITH (
    -- Rows that ended last night keep whole pages from being read by index alone: vacuumed after so many, not after a
    -- fifth of all history.
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 1000
);

-- A key would cost a fifth of the disk, and replication of the few rows that end can do without.
ALTER TABLE directory.memberships_history REPLICA IDENTITY FULL;

-- Rows come in the order of groups and members, and few of them ever change: pages of these two may be full.
CREATE UNIQUE INDEX memberships_current ON directory.memberships_history (group_no, member_no) WITH (fillfactor = 100)
    WHERE valid_to = 'infinity';
-- Repeated keys are stored once (deduplication): all rows that a first reading finds in a group have one here, and the
-- indexes of one column have few. A group as of a time, and its members counted, are found by the index alone.
CREATE INDEX memberships_of_group ON directory.memberships_history (group_no, valid_to, valid_from)
    WITH (fillfactor = 100);
CREATE INDEX memberships_of_member ON directory.memberships_history (member_no);
-- What a first reading found is no change, and nobody asks when: most rows of a young history are not in this one.
CREATE INDEX memberships_opened ON directory.memberships_history (valid_from) WHERE begins <> 'k';
CREATE INDEX memberships_closed ON directory.memberships_history (valid_to) WHERE valid_to < 'infinity';

COMMENT ON TABLE directory.memberships_history IS
    'Memberships as published: one row for each period in which nothing of a membership changed.';
COMMENT ON COLUMN directory.memberships_history.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.memberships_history.valid_to IS 'Published so until just before; infinity while current.';
COMMENT ON COLUMN directory.memberships_history.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN directory.memberships_history.group_no IS 'The group, in group_key.';
COMMENT ON COLUMN directory.memberships_history.member_no IS 'The member, in member_key.';
COMMENT ON COLUMN directory.memberships_history.created_by IS
    'The provider''s word, in principal; null where it gives none.';
COMMENT ON COLUMN directory.memberships_history.begins IS
    'How the row begins. k: known, a first reading found it. n: new since the reading before. c: continued, something '
    'about the membership changed.';
COMMENT ON COLUMN directory.memberships_history.ends IS
    'How the row ended. -: it is current. g: gone. u: unscoped, the scope no longer names the group. c: '
    'continued by another row. r: its source was retired.';
COMMENT ON COLUMN directory.memberships_history.membership_id IS
    'The provider''s id of the membership: a new one means left and joined again.';

CREATE TABLE directory.gap (
    source integer NOT NULL REFERENCES directory.source,
    group_id text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL DEFAULT 'infinity',
    opened_by bigint NOT NULL REFERENCES directory.snapshot,
    closed_by bigint REFERENCES directory.snapshot,
    PRIMARY KEY (source, group_id, since),
    CHECK (since < until)
);

CREATE UNIQUE INDEX gap_current ON directory.gap (source, group_id) WHERE until = 'infinity';

COMMENT ON TABLE directory.gap IS 'Groups that could not be read, and kept what was last published.';
COMMENT ON COLUMN directory.gap.source IS 'The source that has the group.';
COMMENT ON COLUMN directory.gap.group_id IS 'The provider''s id of the group; it may never have been published.';
COMMENT ON COLUMN directory.gap.reason IS 'Why it could not be read, at the last attempt.';
COMMENT ON COLUMN directory.gap.since IS 'When the first snapshot without it was published.';
COMMENT ON COLUMN directory.gap.until IS
    'When a snapshot with it, or without such a group, was published; infinity while a gap.';
COMMENT ON COLUMN directory.gap.opened_by IS 'The first snapshot without it.';
COMMENT ON COLUMN directory.gap.closed_by IS
    'The snapshot that ended the gap; null while a gap, and where the source''s retirement ended it.';

-- A link for everything that changed what is published, or took something of it away: see docs/evidence.md.
CREATE TABLE directory.link (
    source integer NOT NULL REFERENCES directory.source,
    seq bigint NOT NULL CHECK (seq > 0),
    kind text NOT NULL CHECK (kind IN ('published', 'retired', 'renamed', 'forgotten', 'pruned')),
    at timestamptz NOT NULL,
    snapshot bigint REFERENCES directory.snapshot,
    facts text COLLATE "C" NOT NULL,
    link text COLLATE "C" NOT NULL CHECK (link ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (source, seq),
    UNIQUE (snapshot),
    CHECK ((kind = 'published') = (snapshot IS NOT NULL))
);

COMMENT ON TABLE directory.link IS
    'The chain of each source: what it was published as, in digests, each link over the link before. Only ever added to.';
COMMENT ON COLUMN directory.link.source IS 'The source.';
COMMENT ON COLUMN directory.link.seq IS 'Place in the chain of the source, from 1 on, without a hole.';
COMMENT ON COLUMN directory.link.kind IS 'published, retired, renamed, forgotten or pruned.';
COMMENT ON COLUMN directory.link.at IS
    'When it happened. Of published and retired: valid_from and valid_to of the rows that it opened and closed.';
COMMENT ON COLUMN directory.link.snapshot IS 'Of published: the snapshot. Null otherwise.';
COMMENT ON COLUMN directory.link.facts IS 'What happened, in the form that docs/evidence.md defines.';
COMMENT ON COLUMN directory.link.link IS
    'SHA-256, in hexadecimal, of the link before (of the empty text in the first one) and the facts.';

-- One row: which program migrated last. afterMigrate.sql writes it.
CREATE TABLE directory.installation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    rollcall_version text NOT NULL
);

COMMENT ON TABLE directory.installation IS 'Which program migrated this database last.';
COMMENT ON COLUMN directory.installation.only_row IS 'There is one row.';
COMMENT ON COLUMN directory.installation.rollcall_version IS 'Version of the program.';

-- The rows that functions return, a type for each function. RETURNS TABLE could gain no column, and would give every
-- text the default collation: a condition on an id would then use no index. Ids compare as bytes, as in the tables.

CREATE TYPE directory.group_as_of AS (
    source text,
    group_id text COLLATE "C",
    display_name text,
    description text,
    external_ids jsonb,
    created_at timestamptz,
    created_by text COLLATE "C",
    updated_at timestamptz,
    updated_by text COLLATE "C",
    member_count bigint,
    valid_from timestamptz,
    valid_to timestamptz
);

COMMENT ON TYPE directory.group_as_of IS 'A row of groups_as_of.';
COMMENT ON COLUMN directory.group_as_of.source IS 'Name of the source.';
COMMENT ON COLUMN directory.group_as_of.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN directory.group_as_of.display_name IS 'Name of the group; null when the provider gives none.';
COMMENT ON COLUMN directory.group_as_of.description IS 'Description; null when absent, empty stays empty.';
COMMENT ON COLUMN directory.group_as_of.external_ids IS
    'Ids by which other identity providers know it: array of {issuer, id}, [] when there are none.';
COMMENT ON COLUMN directory.group_as_of.created_at IS
    'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.group_as_of.created_by IS 'Who created it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.group_as_of.updated_at IS
    'When it was last updated: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.group_as_of.updated_by IS
    'Who last updated it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.group_as_of.member_count IS 'Members at that time; null while they were never read.';
COMMENT ON COLUMN directory.group_as_of.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.group_as_of.valid_to IS 'Published so until just before; null while no end is known.';

CREATE TYPE directory.membership_as_of AS (
    source text,
    group_id text COLLATE "C",
    group_name text,
    member_type text COLLATE "C",
    member_id text COLLATE "C",
    user_name text,
    member_name text,
    email text,
    membership_id text COLLATE "C",
    created_at timestamptz,
    created_by text COLLATE "C",
    valid_from timestamptz,
    valid_to timestamptz
);

COMMENT ON TYPE directory.membership_as_of IS 'A row of memberships_as_of.';
COMMENT ON COLUMN directory.membership_as_of.source IS 'Name of the source.';
COMMENT ON COLUMN directory.membership_as_of.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN directory.membership_as_of.group_name IS 'Name of the group; null when the provider gives none.';
COMMENT ON COLUMN directory.membership_as_of.member_type IS
    'Kind of member: user, or the provider''s own word for a kind added later.';
COMMENT ON COLUMN directory.membership_as_of.member_id IS 'The provider''s id of the member.';
COMMENT ON COLUMN directory.membership_as_of.user_name IS
    'Name the member signs in with; null when the listing of users lacks the member.';
COMMENT ON COLUMN directory.membership_as_of.member_name IS
    'Name of the member; null when the listing of users lacks the member.';
COMMENT ON COLUMN directory.membership_as_of.email IS
    'E-mail address of the member; null when the listing of users lacks the member, or has none.';
COMMENT ON COLUMN directory.membership_as_of.membership_id IS
    'The provider''s id of the membership; a new one means left and joined again.';
COMMENT ON COLUMN directory.membership_as_of.created_at IS
    'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.membership_as_of.created_by IS
    'Who created it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.membership_as_of.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.membership_as_of.valid_to IS 'Published so until just before; null while no end is known.';

CREATE TYPE directory.user_as_of AS (
    source text,
    user_id text COLLATE "C",
    user_name text,
    display_name text,
    email text,
    status text,
    external_ids jsonb,
    created_at timestamptz,
    created_by text COLLATE "C",
    updated_at timestamptz,
    updated_by text COLLATE "C",
    valid_from timestamptz,
    valid_to timestamptz
);

COMMENT ON TYPE directory.user_as_of IS 'A row of users_as_of.';
COMMENT ON COLUMN directory.user_as_of.source IS 'Name of the source.';
COMMENT ON COLUMN directory.user_as_of.user_id IS 'The provider''s id of the user.';
COMMENT ON COLUMN directory.user_as_of.user_name IS 'Name the user signs in with; null when the provider gives none.';
COMMENT ON COLUMN directory.user_as_of.display_name IS 'Name to show; null when the provider gives none.';
COMMENT ON COLUMN directory.user_as_of.email IS 'The user''s primary address, else the first; null when there is none.';
COMMENT ON COLUMN directory.user_as_of.status IS 'enabled, disabled, or null when the provider does not say.';
COMMENT ON COLUMN directory.user_as_of.external_ids IS
    'Ids by which other identity providers know it: array of {issuer, id}, [] when there are none.';
COMMENT ON COLUMN directory.user_as_of.created_at IS
    'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.user_as_of.created_by IS 'Who created it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.user_as_of.updated_at IS
    'When it was last updated: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.user_as_of.updated_by IS
    'Who last updated it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.user_as_of.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.user_as_of.valid_to IS 'Published so until just before; null while no end is known.';

CREATE TYPE directory.source_coverage AS (
    source text,
    covered boolean
);

COMMENT ON TYPE directory.source_coverage IS 'A row of coverage.';
COMMENT ON COLUMN directory.source_coverage.source IS 'Name of the source.';
COMMENT ON COLUMN directory.source_coverage.covered IS 'Whether anything was known of the source at that time.';

CREATE TYPE directory.membership_answer AS (
    answer text,
    seen_from timestamptz,
    seen_to timestamptz,
    basis text
);

COMMENT ON TYPE directory.membership_answer IS 'The row of was_member.';
COMMENT ON COLUMN directory.membership_answer.answer IS 'yes, no or not observed.';
COMMENT ON COLUMN directory.membership_answer.seen_from IS
    'From when on the answer is known to hold; of another answer, since when nothing is known. Null where open.';
COMMENT ON COLUMN directory.membership_answer.seen_to IS
    'Until when the answer is known to hold; of another answer, until when nothing is known. Null where open.';
COMMENT ON COLUMN directory.membership_answer.basis IS 'What the answer rests on.';
