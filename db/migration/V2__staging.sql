-- Tables of schema staging: what was read of snapshots that are not published yet, and how far. No reader looks here.
-- All of them are logged tables: rows and checkpoints must survive, or vanish, together.
-- The functions and views over them are in R__1_staging.sql.
DO $$
BEGIN
    IF to_regnamespace('staging') IS NULL THEN
        CREATE SCHEMA staging;
    END IF;
END
$$;

COMMENT ON SCHEMA staging IS 'Rows and checkpoints of snapshots on their way to schema directory.';

CREATE TABLE staging.fence (
    source integer PRIMARY KEY REFERENCES directory.source,
    epoch bigint NOT NULL,
    holder text NOT NULL
);

COMMENT ON TABLE staging.fence IS 'Which run may write for a source: every writing transaction proves its epoch here.';
COMMENT ON COLUMN staging.fence.source IS 'The source.';
COMMENT ON COLUMN staging.fence.epoch IS 'Epoch of the newest run; it only grows.';
COMMENT ON COLUMN staging.fence.holder IS 'That run, for people: host, process, since when.';

CREATE TABLE staging.listing_checkpoint (
    snapshot bigint NOT NULL,
    listing text NOT NULL CHECK (listing IN ('groups', 'users')),
    reading integer NOT NULL DEFAULT 0,
    marker text,
    complete boolean NOT NULL DEFAULT false,
    pages integer NOT NULL DEFAULT 0,
    items bigint NOT NULL DEFAULT 0,
    read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    requests bigint NOT NULL DEFAULT 0,
    retries bigint NOT NULL DEFAULT 0,
    throttles bigint NOT NULL DEFAULT 0,
    replaced_characters bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (snapshot, listing)
);

COMMENT ON TABLE staging.listing_checkpoint IS 'How far the listing of groups, or of users, was read.';
COMMENT ON COLUMN staging.listing_checkpoint.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.listing_checkpoint.listing IS 'groups or users.';
COMMENT ON COLUMN staging.listing_checkpoint.reading IS
    'Grows when the listing starts over; only rows of this reading count.';
COMMENT ON COLUMN staging.listing_checkpoint.marker IS 'Where to go on from; null at the beginning and at the end.';
COMMENT ON COLUMN staging.listing_checkpoint.complete IS 'Whether the listing was read to its end.';
COMMENT ON COLUMN staging.listing_checkpoint.pages IS 'Pages staged in this reading.';
COMMENT ON COLUMN staging.listing_checkpoint.items IS 'Groups, or users, on these pages.';
COMMENT ON COLUMN staging.listing_checkpoint.read_at IS 'When the last page was staged: no row was read later.';
COMMENT ON COLUMN staging.listing_checkpoint.requests IS 'Requests sent.';
COMMENT ON COLUMN staging.listing_checkpoint.retries IS 'Requests sent again after a failure.';
COMMENT ON COLUMN staging.listing_checkpoint.throttles IS 'Requests that the provider refused as too many.';
COMMENT ON COLUMN staging.listing_checkpoint.replaced_characters IS 'Characters replaced by U+FFFD.';

CREATE TABLE staging.groups (
    snapshot bigint NOT NULL,
    group_id text COLLATE "C" NOT NULL,
    group_no integer NOT NULL,
    reading integer NOT NULL,
    described boolean NOT NULL DEFAULT true,
    display_name text,
    description text,
    external_ids jsonb NOT NULL,
    created_at timestamptz,
    created_by text,
    updated_at timestamptz,
    updated_by text,
    expected bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (snapshot, group_id),
    UNIQUE (snapshot, group_no)
);

COMMENT ON TABLE staging.groups IS 'Groups read.';
COMMENT ON COLUMN staging.groups.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.groups.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN staging.groups.group_no IS 'Number of the group within the snapshot.';
COMMENT ON COLUMN staging.groups.reading IS 'Reading of the listing that brought the row.';
COMMENT ON COLUMN staging.groups.described IS
    'False for a group of the scope that the provider did not describe: its checkpoint says gap, or gone when the '
    'provider does not know it.';
COMMENT ON COLUMN staging.groups.display_name IS 'Name; null when the provider gives none.';
COMMENT ON COLUMN staging.groups.description IS 'Description; null when absent.';
COMMENT ON COLUMN staging.groups.external_ids IS
    'Array of {issuer, id}: no duplicates, sorted bytewise, [] when there are none.';
COMMENT ON COLUMN staging.groups.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.groups.created_by IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.groups.updated_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.groups.updated_by IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.groups.expected IS 'Members last known: large groups are read first.';

CREATE TABLE staging.group_checkpoint (
    snapshot bigint NOT NULL,
    group_no integer NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'complete', 'gap', 'gone')),
    reading integer NOT NULL DEFAULT 0,
    marker text,
    pages integer NOT NULL DEFAULT 0,
    memberships bigint NOT NULL DEFAULT 0,
    read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    requests bigint NOT NULL DEFAULT 0,
    retries bigint NOT NULL DEFAULT 0,
    throttles bigint NOT NULL DEFAULT 0,
    replaced_characters bigint NOT NULL DEFAULT 0,
    reason text,
    PRIMARY KEY (snapshot, group_no),
    CHECK (state <> 'gap' OR reason IS NOT NULL)
) WITH (fillfactor = 70);

COMMENT ON TABLE staging.group_checkpoint IS 'How far the memberships of each group were read.';
COMMENT ON COLUMN staging.group_checkpoint.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.group_checkpoint.group_no IS 'The group, in groups.';
COMMENT ON COLUMN staging.group_checkpoint.state IS
    'pending: more to read. complete: read to the end. gap: unreadable. gone: the provider has no such group any '
    'more.';
COMMENT ON COLUMN staging.group_checkpoint.reading IS
    'Grows when the group starts over; only rows of this reading count.';
COMMENT ON COLUMN staging.group_checkpoint.marker IS 'Where to go on from; null at the beginning and at the end.';
COMMENT ON COLUMN staging.group_checkpoint.pages IS 'Pages staged in this reading.';
COMMENT ON COLUMN staging.group_checkpoint.memberships IS 'Memberships on these pages.';
COMMENT ON COLUMN staging.group_checkpoint.read_at IS
    'Of a group that is complete or gone: when that was staged; no row of it was read later.';
COMMENT ON COLUMN staging.group_checkpoint.requests IS 'Requests sent.';
COMMENT ON COLUMN staging.group_checkpoint.retries IS 'Requests sent again after a failure.';
COMMENT ON COLUMN staging.group_checkpoint.throttles IS 'Requests that the provider refused as too many.';
COMMENT ON COLUMN staging.group_checkpoint.replaced_characters IS 'Characters replaced by U+FFFD.';
COMMENT ON COLUMN staging.group_checkpoint.reason IS 'Of a gap: why the group is unreadable.';

CREATE TABLE staging.memberships (
    snapshot bigint NOT NULL,
    group_no integer NOT NULL,
    reading integer NOT NULL,
    seq integer NOT NULL,
    member_type text COLLATE "C" NOT NULL,
    member_id text COLLATE "C" NOT NULL,
    membership_id text COLLATE "C" NOT NULL,
    created_at timestamptz,
    created_by text
) WITH (
    -- The publish analyzes what is staged, and rows that are only inserted, then deleted, need no vacuum in between.
    autovacuum_analyze_threshold = 2147483647,
    autovacuum_vacuum_insert_threshold = -1
);

-- For publications FOR ALL TABLES: see the history tables.
ALTER TABLE staging.memberships REPLICA IDENTITY FULL;

-- A snapshot's rows lie together: what other sources left is skipped, and loading costs nothing.
CREATE INDEX memberships_of_snapshot ON staging.memberships USING brin (snapshot) WITH (pages_per_range = 32);

COMMENT ON TABLE staging.memberships IS 'Memberships read; COPY writes here, so nothing is unique.';
COMMENT ON COLUMN staging.memberships.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.memberships.group_no IS 'The group, in groups.';
COMMENT ON COLUMN staging.memberships.reading IS 'Reading of the group that brought the row.';
COMMENT ON COLUMN staging.memberships.seq IS
    'Order of reading within the group: of one member''s rows the last one counts.';
COMMENT ON COLUMN staging.memberships.member_type IS
    'Kind of member: user, or the provider''s own word for another kind.';
COMMENT ON COLUMN staging.memberships.member_id IS 'The provider''s id of the member.';
COMMENT ON COLUMN staging.memberships.membership_id IS 'The provider''s id of the membership.';
COMMENT ON COLUMN staging.memberships.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.memberships.created_by IS 'The provider''s word; null where it gives none.';

CREATE TABLE staging.users (
    snapshot bigint NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    reading integer NOT NULL,
    user_name text,
    display_name text,
    email text,
    status text CHECK (status IN ('enabled', 'disabled')),
    external_ids jsonb NOT NULL,
    created_at timestamptz,
    created_by text,
    updated_at timestamptz,
    updated_by text,
    PRIMARY KEY (snapshot, user_id)
) WITH (
    -- The publish analyzes what is staged, and rows that are only inserted, then deleted, need no vacuum in between.
    autovacuum_analyze_threshold = 2147483647,
    autovacuum_vacuum_insert_threshold = -1
);

COMMENT ON TABLE staging.users IS 'Users read.';
COMMENT ON COLUMN staging.users.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.users.user_id IS 'The provider''s id of the user.';
COMMENT ON COLUMN staging.users.reading IS 'Reading of the listing that brought the row.';
COMMENT ON COLUMN staging.users.user_name IS 'Name to sign in with; null when the provider gives none.';
COMMENT ON COLUMN staging.users.display_name IS 'Name to show; null when the provider gives none.';
COMMENT ON COLUMN staging.users.email IS 'The primary address, else the first; null when there is none.';
COMMENT ON COLUMN staging.users.status IS 'enabled, disabled, or null when the provider does not say.';
COMMENT ON COLUMN staging.users.external_ids IS
    'Array of {issuer, id}: no duplicates, sorted bytewise, [] when there are none.';
COMMENT ON COLUMN staging.users.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.users.created_by IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.users.updated_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN staging.users.updated_by IS 'The provider''s word; null where it gives none.';

CREATE TABLE staging.run_requests (
    snapshot bigint NOT NULL,
    run integer NOT NULL,
    requests bigint NOT NULL DEFAULT 0,
    retries bigint NOT NULL DEFAULT 0,
    throttles bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (snapshot, run)
);

COMMENT ON TABLE staging.run_requests IS
    'Requests that no checkpoint counted, such as those of pages that were never committed.';
COMMENT ON COLUMN staging.run_requests.snapshot IS 'The snapshot.';
COMMENT ON COLUMN staging.run_requests.run IS 'Which run of the snapshot.';
COMMENT ON COLUMN staging.run_requests.requests IS 'Requests sent.';
COMMENT ON COLUMN staging.run_requests.retries IS 'Requests sent again after a failure.';
COMMENT ON COLUMN staging.run_requests.throttles IS 'Requests that the provider refused as too many.';

CREATE TABLE staging.notice (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source integer NOT NULL REFERENCES directory.source,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    event text NOT NULL,
    summary text NOT NULL
);

CREATE INDEX notice_of_source ON staging.notice (source, no);

COMMENT ON TABLE staging.notice IS
    'Notices of runs that no webhook has taken yet: written in the transaction that they tell of, removed once delivered.';
COMMENT ON COLUMN staging.notice.no IS 'Order of writing; a source''s notices are delivered in this order.';
COMMENT ON COLUMN staging.notice.source IS 'The source.';
COMMENT ON COLUMN staging.notice.written_at IS 'When it was written: three days later it is given up.';
COMMENT ON COLUMN staging.notice.event IS 'The event as it is sent each time: CloudEvents 1.0 in structured JSON.';
COMMENT ON COLUMN staging.notice.summary IS 'The same for people, line by line.';

-- The rows of a function, as those of schema directory are.
CREATE TYPE staging.sequence_behind AS (
    sequence text,
    given bigint,
    used bigint
);

COMMENT ON TYPE staging.sequence_behind IS 'A row of sequences_behind.';
COMMENT ON COLUMN staging.sequence_behind.sequence IS 'The sequence, with its schema.';
COMMENT ON COLUMN staging.sequence_behind.given IS 'The number that it gave last.';
COMMENT ON COLUMN staging.sequence_behind.used IS 'The largest number in the column that it numbers.';
