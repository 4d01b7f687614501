-- What readers may rely on: columns may be added at the end, never dropped or retyped.
-- The functions are plain SQL, STABLE, with the invoker's rights and without SET: only then does PostgreSQL inline
-- them, so that an index serves a condition which a reader puts on their result. PARALLEL SAFE lets all be read in
-- parallel, as views are.
-- A member's number is of the same source as the group's: saying so lets a condition on source and member_id use the
-- index of both. Names are joined to the key of a group or member, not to the row of history, so that those of one group
-- or one person are looked up once, and not at all when nobody asks for them.
-- A name as it was at a time is mostly the current one. Else it is looked up row by row, newest version first, and no
-- further: joined by a range of times, each row would meet every version of a group that changes every night.

CREATE OR REPLACE VIEW directory.groups AS
SELECT s.name AS source,
       k.group_id,
       h.display_name,
       h.description,
       h.external_ids,
       h.created_at,
       c.name AS created_by,
       h.updated_at,
       u.name AS updated_by,
       CASE WHEN h.members_read THEN
           (SELECT count(*)
              FROM directory.memberships_history m
             WHERE m.group_no = h.group_no AND m.valid_to = 'infinity')
       END AS member_count,
       h.valid_from
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal u ON u.no = h.updated_by
 WHERE h.valid_to = 'infinity';

COMMENT ON VIEW directory.groups IS 'The groups now.';
COMMENT ON COLUMN directory.groups.source IS 'Name of the source.';
COMMENT ON COLUMN directory.groups.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN directory.groups.display_name IS 'Name of the group; null when the provider gives none.';
COMMENT ON COLUMN directory.groups.description IS 'Description; null when absent, empty stays empty.';
COMMENT ON COLUMN directory.groups.external_ids IS
    'Ids by which other identity providers know it: array of {issuer, id}, [] when there are none.';
COMMENT ON COLUMN directory.groups.created_at IS 'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.groups.created_by IS 'Who created it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.groups.updated_at IS
    'When it was last updated: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.groups.updated_by IS 'Who last updated it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.groups.member_count IS 'Members; null while they were never read.';
COMMENT ON COLUMN directory.groups.valid_from IS 'Published so since.';

CREATE OR REPLACE VIEW directory.memberships AS
SELECT s.name AS source,
       k.group_id,
       g.display_name AS group_name,
       n.member_type,
       n.member_id,
       u.user_name,
       u.display_name AS member_name,
       u.email,
       h.membership_id,
       h.created_at,
       p.name AS created_by,
       h.valid_from
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.groups_history g ON g.group_no = k.no AND g.valid_to = 'infinity'
  JOIN directory.member_key n ON n.no = h.member_no AND n.source = k.source
  LEFT JOIN directory.users_history u ON u.user_no = n.no AND u.valid_to = 'infinity'
  LEFT JOIN directory.principal p ON p.no = h.created_by
 WHERE h.valid_to = 'infinity';

COMMENT ON VIEW directory.memberships IS 'Who is in which group now.';
COMMENT ON COLUMN directory.memberships.source IS 'Name of the source.';
COMMENT ON COLUMN directory.memberships.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN directory.memberships.group_name IS 'Name of the group; null when the provider gives none.';
COMMENT ON COLUMN directory.memberships.member_type IS
    'Kind of member: user, or the provider''s own word for a kind added later.';
COMMENT ON COLUMN directory.memberships.member_id IS 'The provider''s id of the member.';
COMMENT ON COLUMN directory.memberships.user_name IS
    'Name the member signs in with; null when the listing of users lacks the member.';
COMMENT ON COLUMN directory.memberships.member_name IS
    'Name of the member; null when the listing of users lacks the member.';
COMMENT ON COLUMN directory.memberships.email IS
    'E-mail address of the member; null when the listing of users lacks the member, or has none.';
COMMENT ON COLUMN directory.memberships.membership_id IS
    'The provider''s id of the membership; a new one means left and joined again.';
COMMENT ON COLUMN directory.memberships.created_at IS
    'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.memberships.created_by IS 'Who created it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.memberships.valid_from IS 'Published so since.';

CREATE OR REPLACE VIEW directory.users AS
SELECT s.name AS source,
       k.member_id AS user_id,
       h.user_name,
       h.display_name,
       h.email,
       h.status,
       h.external_ids,
       h.created_at,
       c.name AS created_by,
       h.updated_at,
       u.name AS updated_by,
       h.valid_from
  FROM directory.users_history h
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal u ON u.no = h.updated_by
 WHERE h.valid_to = 'infinity';

COMMENT ON VIEW directory.users IS 'The users now.';
COMMENT ON COLUMN directory.users.source IS 'Name of the source.';
COMMENT ON COLUMN directory.users.user_id IS 'The provider''s id of the user.';
COMMENT ON COLUMN directory.users.user_name IS 'Name the user signs in with; null when the provider gives none.';
COMMENT ON COLUMN directory.users.display_name IS 'Name to show; null when the provider gives none.';
COMMENT ON COLUMN directory.users.email IS 'The user''s primary address, else the first; null when there is none.';
COMMENT ON COLUMN directory.users.status IS 'enabled, disabled, or null when the provider does not say.';
COMMENT ON COLUMN directory.users.external_ids IS
    'Ids by which other identity providers know it: array of {issuer, id}, [] when there are none.';
COMMENT ON COLUMN directory.users.created_at IS 'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.users.created_by IS 'Who created it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.users.updated_at IS
    'When it was last updated: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.users.updated_by IS 'Who last updated it: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.users.valid_from IS 'Published so since.';

CREATE OR REPLACE VIEW directory.changes AS
-- A row says how it begins and ends. One that begins new or ends as gone is a change; so is one that continues another,
-- where they differ in more than the provider's word of an update. What a first reading found, what the scope left out
-- and what a retirement ended tell nothing of the directory. Texts that were forgotten differ where their digests do. Of
-- memberships, by far the most, objects are made of texts alone, which takes half the time. What ended did so before
-- infinity: said again, so that what ended since a time isn't taken for all that is current.
SELECT s.name AS source,
       o.id AS snapshot_id,
       h.valid_from AS changed_at,
       'group-created' AS kind,
       k.group_id,
       h.display_name AS group_name,
       NULL::text AS member_type,
       NULL::text AS member_id,
       NULL::text AS user_name,
       NULL::jsonb AS before,
       jsonb_build_object(
           'display_name', h.display_name, 'description', h.description, 'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', c.name,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'updated_by', d.name) AS after
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot o ON o.source = k.source AND o.published_at = h.valid_from
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal d ON d.no = h.updated_by
 WHERE h.begins = 'n'
UNION ALL
SELECT s.name, o.id, h.valid_from, 'group-changed', k.group_id, h.display_name, NULL, NULL, NULL,
       jsonb_build_object(
           'display_name', b.display_name, 'description', b.description, 'external_ids', b.external_ids,
           'created_at', to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', e.name,
           'updated_at', to_char(b.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'updated_by', f.name),
       jsonb_build_object(
           'display_name', h.display_name, 'description', h.description, 'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', c.name,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'updated_by', d.name)
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot o ON o.source = k.source AND o.published_at = h.valid_from
  JOIN directory.groups_history b ON b.group_no = h.group_no AND b.valid_to = h.valid_from
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal d ON d.no = h.updated_by
  LEFT JOIN directory.principal e ON e.no = b.created_by
  LEFT JOIN directory.principal f ON f.no = b.updated_by
 WHERE h.begins = 'c'
   AND (b.display_name, b.description, b.external_ids, b.created_at, b.created_by)
       IS DISTINCT FROM
       (h.display_name, h.description, h.external_ids, h.created_at, h.created_by)
UNION ALL
SELECT s.name, o.id, h.valid_to, 'group-deleted', k.group_id, h.display_name, NULL, NULL, NULL,
       jsonb_build_object(
           'display_name', h.display_name, 'description', h.description, 'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', c.name,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'updated_by', d.name),
       NULL
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot o ON o.source = k.source AND o.published_at = h.valid_to
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal d ON d.no = h.updated_by
 WHERE h.ends = 'g' AND h.valid_to < 'infinity'
UNION ALL
SELECT s.name, o.id, h.valid_from, 'member-joined', k.group_id,
       CASE WHEN g.valid_from <= h.valid_from THEN g.display_name ELSE
           (SELECT b.display_name
              FROM directory.groups_history b
             WHERE b.group_no = h.group_no AND b.valid_from <= h.valid_from AND h.valid_from < b.valid_to
             ORDER BY b.valid_from DESC LIMIT 1) END,
       n.member_type, n.member_id,
       CASE WHEN u.valid_from <= h.valid_from THEN u.user_name ELSE
           (SELECT v.user_name
              FROM directory.users_history v
             WHERE v.user_no = h.member_no AND v.valid_from <= h.valid_from AND h.valid_from < v.valid_to
             ORDER BY v.valid_from DESC LIMIT 1) END,
       NULL,
       jsonb_object('{membership_id, created_at, created_by}', ARRAY[h.membership_id,
           to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), p.name])
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot o ON o.source = k.source AND o.published_at = h.valid_from
  JOIN directory.member_key n ON n.no = h.member_no AND n.source = k.source
  LEFT JOIN directory.principal p ON p.no = h.created_by
  LEFT JOIN directory.groups_history g ON g.group_no = k.no AND g.valid_to = 'infinity'
  LEFT JOIN directory.users_history u ON u.user_no = n.no AND u.valid_to = 'infinity'
 WHERE h.begins = 'n'
UNION ALL
SELECT s.name, o.id, h.valid_to, 'member-left', k.group_id,
       CASE WHEN g.valid_from < h.valid_to THEN g.display_name ELSE
           (SELECT b.display_name
              FROM directory.groups_history b
             WHERE b.group_no = h.group_no AND b.valid_from < h.valid_to AND h.valid_to <= b.valid_to
             ORDER BY b.valid_from DESC LIMIT 1) END,
       n.member_type, n.member_id,
       CASE WHEN u.valid_from < h.valid_to THEN u.user_name ELSE
           (SELECT v.user_name
              FROM directory.users_history v
             WHERE v.user_no = h.member_no AND v.valid_from < h.valid_to AND h.valid_to <= v.valid_to
             ORDER BY v.valid_from DESC LIMIT 1) END,
       jsonb_object('{membership_id, created_at, created_by}', ARRAY[h.membership_id,
           to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), p.name]),
       NULL
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot o ON o.source = k.source AND o.published_at = h.valid_to
  JOIN directory.member_key n ON n.no = h.member_no AND n.source = k.source
  LEFT JOIN directory.principal p ON p.no = h.created_by
  LEFT JOIN directory.groups_history g ON g.group_no = k.no AND g.valid_to = 'infinity'
  LEFT JOIN directory.users_history u ON u.user_no = n.no AND u.valid_to = 'infinity'
 WHERE h.ends = 'g' AND h.valid_to < 'infinity'
UNION ALL
SELECT s.name, o.id, h.valid_from, 'user-created', NULL, NULL, k.member_type, k.member_id, h.user_name,
       NULL,
       jsonb_build_object(
           'user_name', h.user_name, 'display_name', h.display_name, 'email', h.email, 'status', h.status,
           'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', c.name,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'updated_by', d.name)
  FROM directory.users_history h
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot o ON o.source = k.source AND o.published_at = h.valid_from
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal d ON d.no = h.updated_by
 WHERE h.begins = 'n'
UNION ALL
SELECT s.name, o.id, h.valid_from, 'user-changed', NULL, NULL, k.member_type, k.member_id, h.user_name,
       jsonb_build_object(
           'user_name', b.user_name, 'display_name', b.display_name, 'email', b.email, 'status', b.status,
           'external_ids', b.external_ids,
           'created_at', to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', e.name,
           'updated_at', to_char(b.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'updated_by', f.name),
       jsonb_build_object(
           'user_name', h.user_name, 'display_name', h.display_name, 'email', h.email, 'status', h.status,
           'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', c.name,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'updated_by', d.name)
  FROM directory.users_history h
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot o ON o.source = k.source AND o.published_at = h.valid_from
  JOIN directory.users_history b ON b.user_no = h.user_no AND b.valid_to = h.valid_from
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal d ON d.no = h.updated_by
  LEFT JOIN directory.principal e ON e.no = b.created_by
  LEFT JOIN directory.principal f ON f.no = b.updated_by
 WHERE h.begins = 'c'
   AND (b.user_name, b.display_name, b.email, b.digest, b.status, b.external_ids, b.created_at, b.created_by)
       IS DISTINCT FROM
       (h.user_name, h.display_name, h.email, h.digest, h.status, h.external_ids, h.created_at, h.created_by)
UNION ALL
SELECT s.name, o.id, h.valid_to, 'user-deleted', NULL, NULL, k.member_type, k.member_id, h.user_name,
       jsonb_build_object(
           'user_name', h.user_name, 'display_name', h.display_name, 'email', h.email, 'status', h.status,
           'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', c.name,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'updated_by', d.name),
       NULL
  FROM directory.users_history h
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot o ON o.source = k.source AND o.published_at = h.valid_to
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal d ON d.no = h.updated_by
 WHERE h.ends = 'g' AND h.valid_to < 'infinity';

COMMENT ON VIEW directory.changes IS
    'What changed between two readings of the same thing. Left out: what a first reading found, as in a baseline, of a '
    'group that was a gap so far, of users, or in a group that an earlier scope did not name; what the scope no longer '
    'names; what ended because its source was retired; and differences in updated_at and updated_by alone.';
COMMENT ON COLUMN directory.changes.source IS 'Name of the source.';
COMMENT ON COLUMN directory.changes.snapshot_id IS 'The snapshot that found the change.';
COMMENT ON COLUMN directory.changes.changed_at IS 'When the change was published.';
COMMENT ON COLUMN directory.changes.kind IS
    'group-created, group-changed, group-deleted, member-joined, member-left, user-created, user-changed or '
    'user-deleted.';
COMMENT ON COLUMN directory.changes.group_id IS 'The provider''s id of the group; null for users.';
COMMENT ON COLUMN directory.changes.group_name IS 'Name of the group then; of a group deleted, its last.';
COMMENT ON COLUMN directory.changes.member_type IS
    'Kind of member: user, or the provider''s own word for a kind added later.';
COMMENT ON COLUMN directory.changes.member_id IS 'The provider''s id of the member, or of the user; null for groups.';
COMMENT ON COLUMN directory.changes.user_name IS
    'Name the member signed in with then; null when the listing of users lacked the member.';
COMMENT ON COLUMN directory.changes.before IS 'The attributes before; null when created or joined. Times in UTC.';
COMMENT ON COLUMN directory.changes.after IS 'The attributes after; null when deleted or left. Times in UTC.';

CREATE OR REPLACE VIEW directory.snapshots AS
SELECT s.name AS source,
       n.id AS snapshot_id,
       n.outcome,
       n.baseline,
       n.started_at,
       n.read_from,
       n.read_to,
       n.published_at,
       n.groups,
       n.memberships,
       n.users,
       n.groups_created,
       n.groups_deleted,
       n.members_joined,
       n.members_left,
       n.gaps,
       n.requests,
       n.runs,
       n.consented_at,
       n.consented_by,
       n.rollcall_version,
       n.scope,
       n.with_users,
       n.retries,
       n.throttles,
       n.groups_changed,
       n.users_created,
       n.users_changed,
       n.users_deleted,
       n.sampled_groups,
       n.drifted_groups,
       l.link AS chain
  FROM directory.snapshot n
  JOIN directory.source s ON s.id = n.source
  LEFT JOIN directory.link l ON l.snapshot = n.id
 WHERE NOT n.dry_run;

COMMENT ON VIEW directory.snapshots IS 'Every complete reading of a source that was begun.';
COMMENT ON COLUMN directory.snapshots.source IS 'Name of the source.';
COMMENT ON COLUMN directory.snapshots.snapshot_id IS 'Number of the snapshot; larger is later.';
COMMENT ON COLUMN directory.snapshots.outcome IS
    'open: being read, or interrupted. guarded: read, its removals await consent. published: what readers see, or '
    'saw. discarded: never will be.';
COMMENT ON COLUMN directory.snapshots.baseline IS
    'Whether it is the first published of its source, or the first since the source was retired.';
COMMENT ON COLUMN directory.snapshots.started_at IS 'When the snapshot was begun.';
COMMENT ON COLUMN directory.snapshots.read_from IS 'When reading began; nothing in the snapshot is older.';
COMMENT ON COLUMN directory.snapshots.read_to IS 'When reading ended; nothing in the snapshot is newer.';
COMMENT ON COLUMN directory.snapshots.published_at IS 'Since when readers see it; null when not published.';
COMMENT ON COLUMN directory.snapshots.groups IS 'Groups of the source once published.';
COMMENT ON COLUMN directory.snapshots.memberships IS 'Memberships of the source once published.';
COMMENT ON COLUMN directory.snapshots.users IS 'Users of the source once published.';
COMMENT ON COLUMN directory.snapshots.groups_created IS 'Its rows group-created in changes.';
COMMENT ON COLUMN directory.snapshots.groups_deleted IS 'Its rows group-deleted in changes.';
COMMENT ON COLUMN directory.snapshots.members_joined IS 'Its rows member-joined in changes.';
COMMENT ON COLUMN directory.snapshots.members_left IS 'Its rows member-left in changes.';
COMMENT ON COLUMN directory.snapshots.gaps IS 'Groups that could not be read.';
COMMENT ON COLUMN directory.snapshots.requests IS 'Requests sent to the provider, in all runs.';
COMMENT ON COLUMN directory.snapshots.runs IS 'Runs that worked on it: 1, and 1 for each time it was resumed.';
COMMENT ON COLUMN directory.snapshots.consented_at IS 'When a person consented to its removals; null when none had to.';
COMMENT ON COLUMN directory.snapshots.consented_by IS 'Who consented to its removals.';
COMMENT ON COLUMN directory.snapshots.rollcall_version IS 'Version of the program that read it.';
COMMENT ON COLUMN directory.snapshots.scope IS 'The groups read: all, or a description of the list of group ids.';
COMMENT ON COLUMN directory.snapshots.with_users IS 'Whether it read the users too; otherwise those published stayed.';
COMMENT ON COLUMN directory.snapshots.retries IS 'Requests sent again after a failure.';
COMMENT ON COLUMN directory.snapshots.throttles IS 'Requests that the provider refused as too many.';
COMMENT ON COLUMN directory.snapshots.groups_changed IS 'Its rows group-changed in changes.';
COMMENT ON COLUMN directory.snapshots.users_created IS 'Its rows user-created in changes.';
COMMENT ON COLUMN directory.snapshots.users_changed IS 'Its rows user-changed in changes.';
COMMENT ON COLUMN directory.snapshots.users_deleted IS 'Its rows user-deleted in changes.';
COMMENT ON COLUMN directory.snapshots.sampled_groups IS
    'Groups read a second time at the end of the reading; null where none were to be.';
COMMENT ON COLUMN directory.snapshots.drifted_groups IS
    'Of the groups read a second time, those whose members were not the same any more.';
COMMENT ON COLUMN directory.snapshots.chain IS
    'Its link in the chain of the source: SHA-256 in hexadecimal; null when not published.';

CREATE OR REPLACE VIEW directory.group_periods AS
SELECT s.name AS source,
       k.group_id,
       h.display_name,
       h.description,
       h.external_ids,
       h.created_at,
       c.name AS created_by,
       h.updated_at,
       u.name AS updated_by,
       h.valid_from,
       nullif(h.valid_to, 'infinity') AS valid_to,
       CASE h.begins WHEN 'k' THEN 'known' WHEN 'n' THEN 'new' WHEN 'c' THEN 'continued' END AS begins,
       CASE h.ends WHEN 'g' THEN 'gone' WHEN 'u' THEN 'unscoped' WHEN 'c' THEN 'continued' WHEN 'r' THEN 'retired' END
           AS ends,
       h.members_read,
       c.digest AS created_by_digest,
       u.digest AS updated_by_digest
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal u ON u.no = h.updated_by;

COMMENT ON VIEW directory.group_periods IS
    'Every period ever published in which nothing of a group changed.';
COMMENT ON COLUMN directory.group_periods.source IS 'Name of the source.';
COMMENT ON COLUMN directory.group_periods.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN directory.group_periods.display_name IS 'Name of the group; null when the provider gives none.';
COMMENT ON COLUMN directory.group_periods.description IS 'Description; null when absent, empty stays empty.';
COMMENT ON COLUMN directory.group_periods.external_ids IS
    'Ids by which other identity providers know it: array of {issuer, id}, [] when there are none.';
COMMENT ON COLUMN directory.group_periods.created_at IS
    'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.group_periods.created_by IS
    'Who created it: the provider''s word, null where it gives none, or where it was forgotten.';
COMMENT ON COLUMN directory.group_periods.updated_at IS
    'When it was last updated: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.group_periods.updated_by IS
    'Who last updated it: the provider''s word, null where it gives none, or where it was forgotten.';
COMMENT ON COLUMN directory.group_periods.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.group_periods.valid_to IS 'Published so until just before; null while current.';
COMMENT ON COLUMN directory.group_periods.begins IS
    'known: found by a first reading. new: new since the reading before. continued: something about it changed.';
COMMENT ON COLUMN directory.group_periods.ends IS
    'gone, unscoped (the scope no longer names it), continued (something about it changed) or retired (its source was); '
    'null while current.';
COMMENT ON COLUMN directory.group_periods.members_read IS 'Whether its members were ever read; otherwise it was a gap.';
COMMENT ON COLUMN directory.group_periods.created_by_digest IS
    'Digest of the forgotten name of who created it; null where no name was forgotten.';
COMMENT ON COLUMN directory.group_periods.updated_by_digest IS
    'Digest of the forgotten name of who last updated it; null where no name was forgotten.';

CREATE OR REPLACE VIEW directory.membership_periods AS
SELECT s.name AS source,
       k.group_id,
       (SELECT g.display_name
          FROM directory.groups_history g
         WHERE g.group_no = h.group_no AND g.valid_from <= h.valid_from AND h.valid_from < g.valid_to
         ORDER BY g.valid_from DESC LIMIT 1) AS group_name,
       n.member_type,
       n.member_id,
       u.user_name,
       u.display_name AS member_name,
       u.email,
       h.membership_id,
       h.created_at,
       p.name AS created_by,
       h.valid_from,
       nullif(h.valid_to, 'infinity') AS valid_to,
       CASE h.begins WHEN 'k' THEN 'known' WHEN 'n' THEN 'new' WHEN 'c' THEN 'continued' END AS begins,
       CASE h.ends WHEN 'g' THEN 'gone' WHEN 'u' THEN 'unscoped' WHEN 'c' THEN 'continued' WHEN 'r' THEN 'retired' END
           AS ends,
       p.digest AS created_by_digest
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.member_key n ON n.no = h.member_no AND n.source = k.source
  LEFT JOIN LATERAL (
       SELECT l.user_name, l.display_name, l.email
         FROM directory.users_history l
        WHERE l.user_no = h.member_no AND l.valid_from <= h.valid_from AND h.valid_from < l.valid_to
        ORDER BY l.valid_from DESC LIMIT 1) u ON true
  LEFT JOIN directory.principal p ON p.no = h.created_by;

COMMENT ON VIEW directory.membership_periods IS
    'Every period ever published in which nothing of a membership changed. Names are those at its beginning.';
COMMENT ON COLUMN directory.membership_periods.source IS 'Name of the source.';
COMMENT ON COLUMN directory.membership_periods.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN directory.membership_periods.group_name IS
    'Name of the group at the beginning of the period; null when the provider gave none.';
COMMENT ON COLUMN directory.membership_periods.member_type IS
    'Kind of member: user, or the provider''s own word for a kind added later.';
COMMENT ON COLUMN directory.membership_periods.member_id IS 'The provider''s id of the member.';
COMMENT ON COLUMN directory.membership_periods.user_name IS
    'Name the member signed in with then; null when the listing of users lacked the member.';
COMMENT ON COLUMN directory.membership_periods.member_name IS
    'Name of the member then; null when the listing of users lacked the member.';
COMMENT ON COLUMN directory.membership_periods.email IS
    'E-mail address of the member then; null when the listing of users lacked the member, or had none.';
COMMENT ON COLUMN directory.membership_periods.membership_id IS
    'The provider''s id of the membership; a new one means left and joined again.';
COMMENT ON COLUMN directory.membership_periods.created_at IS
    'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.membership_periods.created_by IS
    'Who created it: the provider''s word, null where it gives none, or where it was forgotten.';
COMMENT ON COLUMN directory.membership_periods.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.membership_periods.valid_to IS 'Published so until just before; null while current.';
COMMENT ON COLUMN directory.membership_periods.begins IS
    'known: found by a first reading. new: joined since the reading before. continued: something about it changed.';
COMMENT ON COLUMN directory.membership_periods.ends IS
    'gone, unscoped (the scope no longer names the group), continued (something about it changed) or retired (its source '
    'was); null while current.';
COMMENT ON COLUMN directory.membership_periods.created_by_digest IS
    'Digest of the forgotten name of who created it; null where no name was forgotten.';

CREATE OR REPLACE VIEW directory.user_periods AS
SELECT s.name AS source,
       k.member_id AS user_id,
       h.user_name,
       h.display_name,
       h.email,
       h.status,
       h.external_ids,
       h.created_at,
       c.name AS created_by,
       h.updated_at,
       u.name AS updated_by,
       h.valid_from,
       nullif(h.valid_to, 'infinity') AS valid_to,
       CASE h.begins WHEN 'k' THEN 'known' WHEN 'n' THEN 'new' WHEN 'c' THEN 'continued' END AS begins,
       CASE h.ends WHEN 'g' THEN 'gone' WHEN 'c' THEN 'continued' WHEN 'r' THEN 'retired' END AS ends,
       k.salt::text COLLATE "C" AS salt,
       h.digest,
       c.digest AS created_by_digest,
       u.digest AS updated_by_digest
  FROM directory.users_history h
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal u ON u.no = h.updated_by;

COMMENT ON VIEW directory.user_periods IS
    'Every period ever published in which nothing of a user changed.';
COMMENT ON COLUMN directory.user_periods.source IS 'Name of the source.';
COMMENT ON COLUMN directory.user_periods.user_id IS 'The provider''s id of the user.';
COMMENT ON COLUMN directory.user_periods.user_name IS
    'Name the user signed in with; null when the provider gave none, or where it was forgotten.';
COMMENT ON COLUMN directory.user_periods.display_name IS
    'Name of the user; null when the provider gave none, or where it was forgotten.';
COMMENT ON COLUMN directory.user_periods.email IS
    'The user''s primary address, else the first; null when there was none, or where it was forgotten.';
COMMENT ON COLUMN directory.user_periods.status IS 'enabled, disabled, or null when the provider does not say.';
COMMENT ON COLUMN directory.user_periods.external_ids IS
    'Ids by which other identity providers know it: array of {issuer, id}, [] when there are none, or where they were '
    'forgotten.';
COMMENT ON COLUMN directory.user_periods.created_at IS
    'When it was created: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.user_periods.created_by IS
    'Who created it: the provider''s word, null where it gives none, or where it was forgotten.';
COMMENT ON COLUMN directory.user_periods.updated_at IS
    'When it was last updated: the provider''s word, null where it gives none.';
COMMENT ON COLUMN directory.user_periods.updated_by IS
    'Who last updated it: the provider''s word, null where it gives none, or where it was forgotten.';
COMMENT ON COLUMN directory.user_periods.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.user_periods.valid_to IS 'Published so until just before; null while current.';
COMMENT ON COLUMN directory.user_periods.begins IS
    'known: found by a first reading. new: new since the reading before. continued: something about it changed.';
COMMENT ON COLUMN directory.user_periods.ends IS
    'gone, continued (something about it changed) or retired (its source was); null while current.';
COMMENT ON COLUMN directory.user_periods.salt IS
    'Hashed with the personal attributes in the chain; null once they were forgotten.';
COMMENT ON COLUMN directory.user_periods.digest IS
    'Digest of salt and personal attributes, where these were forgotten; null otherwise.';
COMMENT ON COLUMN directory.user_periods.created_by_digest IS
    'Digest of the forgotten name of who created it; null where no name was forgotten.';
COMMENT ON COLUMN directory.user_periods.updated_by_digest IS
    'Digest of the forgotten name of who last updated it; null where no name was forgotten.';

CREATE OR REPLACE VIEW directory.principals AS
SELECT s.name AS source,
       p.name,
       p.salt::text COLLATE "C" AS salt,
       p.digest
  FROM directory.principal p
  JOIN directory.source s ON s.id = p.source;

COMMENT ON VIEW directory.principals IS
    'Who created or updated a group, a user or a membership, in the provider''s words.';
COMMENT ON COLUMN directory.principals.source IS 'Name of the source.';
COMMENT ON COLUMN directory.principals.name IS 'The provider''s word; null once it was forgotten.';
COMMENT ON COLUMN directory.principals.salt IS 'Hashed with the name in the chain; null once the name was forgotten.';
COMMENT ON COLUMN directory.principals.digest IS 'Digest of salt and name, where the name was forgotten; null otherwise.';

CREATE OR REPLACE VIEW directory.gap_periods AS
SELECT s.name AS source,
       p.group_id,
       p.since,
       nullif(p.until, 'infinity') AS until
  FROM directory.gap p
  JOIN directory.source s ON s.id = p.source;

COMMENT ON VIEW directory.gap_periods IS 'Every period in which a group could not be read.';
COMMENT ON COLUMN directory.gap_periods.source IS 'Name of the source.';
COMMENT ON COLUMN directory.gap_periods.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN directory.gap_periods.since IS 'When the first snapshot without it was published.';
COMMENT ON COLUMN directory.gap_periods.until IS
    'When a snapshot with it, or without such a group, was published, or the source was retired; null while a gap.';

CREATE OR REPLACE VIEW directory.chain AS
SELECT s.name AS source,
       l.seq,
       l.kind,
       l.at,
       l.snapshot AS snapshot_id,
       l.facts,
       l.link
  FROM directory.link l
  JOIN directory.source s ON s.id = l.source;

COMMENT ON VIEW directory.chain IS
    'What was published of each source, in digests, each link over the link before: an edited past shows. '
    'docs/evidence.md defines the form.';
COMMENT ON COLUMN directory.chain.source IS 'Name of the source.';
COMMENT ON COLUMN directory.chain.seq IS 'Place in the chain of the source, from 1 on, without a hole.';
COMMENT ON COLUMN directory.chain.kind IS 'published, retired, renamed, forgotten or pruned.';
COMMENT ON COLUMN directory.chain.at IS 'When it happened.';
COMMENT ON COLUMN directory.chain.snapshot_id IS 'Of published: the snapshot. Null otherwise.';
COMMENT ON COLUMN directory.chain.facts IS 'What happened, in the form that docs/evidence.md defines.';
COMMENT ON COLUMN directory.chain.link IS
    'SHA-256, in hexadecimal, of the link before (of the empty text in the first one) and the facts.';

CREATE OR REPLACE VIEW directory.gaps AS
SELECT s.name AS source,
       p.group_id,
       h.display_name AS group_name,
       p.reason,
       p.since
  FROM directory.gap p
  JOIN directory.source s ON s.id = p.source
  LEFT JOIN directory.group_key k ON k.source = p.source AND k.group_id = p.group_id
  LEFT JOIN directory.groups_history h ON h.group_no = k.no AND h.valid_to = 'infinity'
 WHERE p.until = 'infinity';

COMMENT ON VIEW directory.gaps IS 'Groups that could not be read now: their rows and members are as last published.';
COMMENT ON COLUMN directory.gaps.source IS 'Name of the source.';
COMMENT ON COLUMN directory.gaps.group_id IS 'The provider''s id of the group.';
COMMENT ON COLUMN directory.gaps.group_name IS 'Name of the group as published; null when it never was.';
COMMENT ON COLUMN directory.gaps.reason IS 'Why it could not be read.';
COMMENT ON COLUMN directory.gaps.since IS 'When the first snapshot without it was published.';

CREATE OR REPLACE VIEW directory.freshness AS
SELECT s.name AS source,
       s.provider,
       s.identity_store_id,
       n.id AS snapshot_id,
       n.published_at,
       now() - n.read_to AS age,
       (SELECT greatest(min(f.published_at), s.pruned_before) FROM directory.snapshot f
         WHERE f.source = s.id AND f.outcome = 'published') AS history_from,
       s.users_read_at,
       n.groups,
       n.memberships,
       n.users,
       (SELECT count(*) FROM directory.gap p WHERE p.source = s.id AND p.until = 'infinity') AS gaps
  FROM directory.source s
  LEFT JOIN LATERAL (
       SELECT l.id, l.published_at, l.read_to, l.groups, l.memberships, l.users
         FROM directory.snapshot l
        WHERE l.source = s.id AND l.outcome = 'published'
        ORDER BY l.published_at DESC LIMIT 1) n ON true
 WHERE s.retired_at IS NULL;

COMMENT ON VIEW directory.freshness IS 'How fresh each source is that is not retired.';
COMMENT ON COLUMN directory.freshness.source IS 'Name of the source.';
COMMENT ON COLUMN directory.freshness.provider IS 'Kind of identity store, as job files name it.';
COMMENT ON COLUMN directory.freshness.identity_store_id IS 'The provider''s id of the identity store.';
COMMENT ON COLUMN directory.freshness.snapshot_id IS 'The last published snapshot; null when there is none.';
COMMENT ON COLUMN directory.freshness.published_at IS 'When it was published.';
COMMENT ON COLUMN directory.freshness.age IS 'Time since its reading ended.';
COMMENT ON COLUMN directory.freshness.history_from IS 'The first time as of which the source can be asked.';
COMMENT ON COLUMN directory.freshness.users_read_at IS 'When the reading ended that the published users come from.';
COMMENT ON COLUMN directory.freshness.groups IS 'Groups of the source now.';
COMMENT ON COLUMN directory.freshness.memberships IS 'Memberships of the source now.';
COMMENT ON COLUMN directory.freshness.users IS 'Users of the source now.';
COMMENT ON COLUMN directory.freshness.gaps IS 'Groups that could not be read now.';

CREATE OR REPLACE VIEW directory.last_runs AS
SELECT s.name AS source,
       r.snapshot AS snapshot_id,
       r.started_at,
       r.ended_at,
       r.outcome,
       r.exit_code,
       r.code,
       r.message,
       r.seconds,
       r.requests,
       r.retries,
       r.throttles,
       r.host,
       r.process,
       o.notices_undelivered,
       o.notices_since
  FROM directory.last_run r
  JOIN directory.source s ON s.id = r.source
 CROSS JOIN LATERAL (
       SELECT count(*) AS notices_undelivered, min(w.written_at) AS notices_since
         FROM staging.notice w WHERE w.source = r.source) o;

COMMENT ON VIEW directory.last_runs IS
    'The newest run of each source, whatever became of it, also one that ended before it had a snapshot. A dry run, and '
    'a run that found the source held by another, do not count.';
COMMENT ON COLUMN directory.last_runs.source IS 'Name of the source.';
COMMENT ON COLUMN directory.last_runs.snapshot_id IS
    'The snapshot that the run worked on; null when it did not get that far.';
COMMENT ON COLUMN directory.last_runs.started_at IS 'When the run began.';
COMMENT ON COLUMN directory.last_runs.ended_at IS
    'When the run ended; null while it is under way, and when it was killed.';
COMMENT ON COLUMN directory.last_runs.outcome IS
    'published, guarded (held back by the guard), failed or stopped (by a signal); null until the run has ended.';
COMMENT ON COLUMN directory.last_runs.exit_code IS
    'The exit code that the outcome means, as if the source had been the only one of its call.';
COMMENT ON COLUMN directory.last_runs.code IS 'Kind of failure: denied, unavailable, database, …; null unless failed.';
COMMENT ON COLUMN directory.last_runs.message IS 'Why the run failed, in words; null unless failed.';
COMMENT ON COLUMN directory.last_runs.seconds IS 'How long the run took.';
COMMENT ON COLUMN directory.last_runs.requests IS
    'Requests sent to the provider, in all runs of the snapshot; null when not known.';
COMMENT ON COLUMN directory.last_runs.retries IS 'Of these, requests sent again after a failure.';
COMMENT ON COLUMN directory.last_runs.throttles IS 'Of these, requests that the provider refused as too many.';
COMMENT ON COLUMN directory.last_runs.host IS 'The host of the run.';
COMMENT ON COLUMN directory.last_runs.process IS 'The process of the run on its host.';
COMMENT ON COLUMN directory.last_runs.notices_undelivered IS 'Notices that could not be delivered so far.';
COMMENT ON COLUMN directory.last_runs.notices_since IS
    'When the oldest of them was written; null when there is none.';

-- A run under way is one whose session holds the source's lock: the same two keys as in SourceLock. The session's name
-- is that of RunIdentity, cut at 63 bytes; without the name, whoever else holds the lock would be taken for a run that was
-- killed. A dry run of the same process, as a worker's, shows by its snapshot.
-- Rows are counted by the checkpoints' sums: looking every second must cost a run nothing.
CREATE OR REPLACE VIEW directory.running AS
SELECT s.name AS source,
       n.id AS snapshot_id,
       n.started_at AS since,
       r.started_at AS run_since,
       r.host,
       r.process,
       CASE WHEN NOT coalesce(l.complete, false) THEN 'listing'
            WHEN g.groups_pending > 0 OR n.with_users AND NOT coalesce(u.complete, false) THEN 'memberships'
            ELSE 'publish' END AS step,
       g.groups_listed,
       g.groups_read,
       g.gaps,
       q.requests,
       q.throttles,
       g.memberships_read,
       CASE WHEN n.with_users THEN coalesce(u.items, 0) END AS users_read,
       e.rate,
       -- A request that was refused as one too many brings nothing nearer.
       CASE WHEN g.requests_left > 0 AND e.rate > 0 AND q.requests > q.throttles
            THEN now() + make_interval(
                     secs => g.requests_left / e.rate * q.requests / (q.requests - q.throttles)) END AS expected_end
  FROM directory.snapshot n
  JOIN directory.source s ON s.id = n.source
  JOIN staging.request_sum q ON q.snapshot = n.id
  LEFT JOIN staging.listing_checkpoint l ON l.snapshot = n.id AND l.listing = 'groups'
  LEFT JOIN staging.listing_checkpoint u ON u.snapshot = n.id AND u.listing = 'users'
  LEFT JOIN directory.last_run r ON r.source = n.source AND r.snapshot = n.id AND r.ended_at IS NULL
   AND EXISTS (SELECT FROM pg_locks k
                 JOIN pg_stat_activity a ON a.pid = k.pid
                  AND split_part(a.application_name, ' ', 1) IN ('rollcall', 'rollcall-worker')
                  AND split_part(a.application_name, ' ', 2) = r.process::text
                  AND (r.host ~ '[^ -~]' OR starts_with(r.host, split_part(a.application_name, ' ', 4)))
                WHERE k.locktype = 'advisory' AND k.granted AND k.objsubid = 2
                  AND k.classid = x'524F4C4C'::int::oid AND k.objid = n.source::oid
                  AND k.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
   AND NOT EXISTS (SELECT FROM directory.snapshot d
                    WHERE d.source = n.source AND d.dry_run AND d.outcome = 'open' AND d.started_at > r.started_at)
 CROSS JOIN LATERAL (
       -- OFFSET keeps it for these snapshots alone.
       SELECT p.* FROM staging.reading_progress p WHERE p.snapshot = n.id OFFSET 0) g
 CROSS JOIN LATERAL (
       SELECT CASE WHEN now() > r.started_at
                   THEN (q.requests - r.requests_before) / extract(epoch FROM now() - r.started_at)::double precision
              END AS rate) e
 WHERE n.outcome = 'open' AND NOT n.dry_run;

COMMENT ON VIEW directory.running IS
    'Snapshots that are being read, or whose run was interrupted, and how far they are. One row each.';
COMMENT ON COLUMN directory.running.source IS 'Name of the source.';
COMMENT ON COLUMN directory.running.snapshot_id IS 'Number of the snapshot.';
COMMENT ON COLUMN directory.running.since IS 'When the snapshot was begun.';
COMMENT ON COLUMN directory.running.run_since IS 'When the run began that works on it now; null while none does.';
COMMENT ON COLUMN directory.running.host IS 'The host of that run; null while none works on it.';
COMMENT ON COLUMN directory.running.process IS 'The process of that run on its host; null while none works on it.';
COMMENT ON COLUMN directory.running.step IS
    'What is under way, or was when it was interrupted: listing (of groups), memberships, publish.';
COMMENT ON COLUMN directory.running.groups_listed IS 'Groups listed so far.';
COMMENT ON COLUMN directory.running.groups_read IS 'Groups whose memberships are read to their end.';
COMMENT ON COLUMN directory.running.gaps IS 'Groups that could not be read so far.';
COMMENT ON COLUMN directory.running.requests IS 'Requests sent to the provider, in all its runs.';
COMMENT ON COLUMN directory.running.throttles IS 'Of these, requests that the provider refused as too many.';
COMMENT ON COLUMN directory.running.memberships_read IS 'Memberships read so far.';
COMMENT ON COLUMN directory.running.users_read IS 'Users read so far; null when it does not read them.';
COMMENT ON COLUMN directory.running.rate IS
    'Requests a second of the run that works on it now, since that began; null while none does.';
COMMENT ON COLUMN directory.running.expected_end IS
    'When about all will be read at this rate, by the sizes last published and the pages read so far; null while groups '
    'are listed, at the publish, and while no run works on it.';

CREATE OR REPLACE VIEW directory.schema_version AS
SELECT (SELECT m.version
          FROM batch.schema_history m
         WHERE m.success AND m.version IS NOT NULL
         ORDER BY m.installed_rank DESC LIMIT 1)::text AS version,
       i.rollcall_version
  FROM directory.installation i;

COMMENT ON VIEW directory.schema_version IS 'Which schema this is. One row.';
COMMENT ON COLUMN directory.schema_version.version IS 'The newest migration that was applied.';
COMMENT ON COLUMN directory.schema_version.rollcall_version IS 'Version of the program that migrated last.';

CREATE OR REPLACE FUNCTION directory.groups_as_of(t timestamptz)
    RETURNS SETOF directory.group_as_of
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
-- That t < m.valid_to is said by a pair: said plainly PostgreSQL 18 would try to skip from each valid_to to the next, a
-- third of the time of all groups.
SELECT s.name AS source,
       k.group_id,
       h.display_name,
       h.description,
       h.external_ids,
       h.created_at,
       c.name AS created_by,
       h.updated_at,
       u.name AS updated_by,
       CASE WHEN h.members_read THEN
           (SELECT count(*)
              FROM directory.memberships_history m
             WHERE m.group_no = h.group_no AND m.valid_from <= t AND (m.valid_to, m.valid_from) > (t, 'infinity'))
       END AS member_count,
       h.valid_from,
       nullif(h.valid_to, 'infinity') AS valid_to
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal u ON u.no = h.updated_by
 WHERE h.valid_from <= t AND t < h.valid_to
$$;

COMMENT ON FUNCTION directory.groups_as_of(timestamptz) IS
    'The groups as a reader saw them at t: columns of the view groups, and valid_to, null while no end is known.';

CREATE OR REPLACE FUNCTION directory.memberships_as_of(t timestamptz)
    RETURNS SETOF directory.membership_as_of
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT s.name AS source,
       k.group_id,
       g.display_name AS group_name,
       n.member_type,
       n.member_id,
       u.user_name,
       u.display_name AS member_name,
       u.email,
       h.membership_id,
       h.created_at,
       p.name AS created_by,
       h.valid_from,
       nullif(h.valid_to, 'infinity') AS valid_to
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.groups_history g ON g.group_no = k.no AND g.valid_from <= t AND t < g.valid_to
  JOIN directory.member_key n ON n.no = h.member_no AND n.source = k.source
  LEFT JOIN directory.users_history u ON u.user_no = n.no AND u.valid_from <= t AND t < u.valid_to
  LEFT JOIN directory.principal p ON p.no = h.created_by
 WHERE h.valid_from <= t AND t < h.valid_to
$$;

COMMENT ON FUNCTION directory.memberships_as_of(timestamptz) IS
    'Who was in which group as a reader saw it at t: columns of the view memberships, and valid_to, null while no end '
    'is known.';

CREATE OR REPLACE FUNCTION directory.users_as_of(t timestamptz)
    RETURNS SETOF directory.user_as_of
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT s.name AS source,
       k.member_id AS user_id,
       h.user_name,
       h.display_name,
       h.email,
       h.status,
       h.external_ids,
       h.created_at,
       c.name AS created_by,
       h.updated_at,
       u.name AS updated_by,
       h.valid_from,
       nullif(h.valid_to, 'infinity') AS valid_to
  FROM directory.users_history h
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.principal c ON c.no = h.created_by
  LEFT JOIN directory.principal u ON u.no = h.updated_by
 WHERE h.valid_from <= t AND t < h.valid_to
$$;

COMMENT ON FUNCTION directory.users_as_of(timestamptz) IS
    'The users as a reader saw them at t: columns of the view users, and valid_to, null while no end is known.';

CREATE OR REPLACE FUNCTION directory.coverage(t timestamptz)
    RETURNS SETOF directory.source_coverage
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT s.name AS source,
       coalesce(
           (SELECT coalesce(t < n.retired_at, true) AND coalesce(t >= s.pruned_before, true) FROM directory.snapshot n
             WHERE n.source = s.id AND n.outcome = 'published' AND n.published_at <= t
             ORDER BY n.published_at DESC LIMIT 1),
           false) AS covered
  FROM directory.source s
$$;

COMMENT ON FUNCTION directory.coverage(timestamptz) IS
    'For every source, whether anything was known at t: true from its first published snapshot on, or from the time '
    'before which its past was pruned; false from its retirement until it is published again.';

-- Each branch of the union is a line of the table in docs/readers.md; the first one that holds is the answer. Snapshots
-- are asked for one by one, by an index and near t: of a source there are thousands.
CREATE OR REPLACE FUNCTION directory.was_member(source text, group_id text, member_id text, t timestamptz)
    RETURNS SETOF directory.membership_answer
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
WITH asked AS MATERIALIZED (
    SELECT s.id AS source,
           k.no AS group_no,
           k.group_id,
           coalesce(s.pruned_before, '-infinity') AS horizon,
           (SELECT count(*)
              FROM directory.member_key n
             WHERE n.source = s.id AND n.member_id = was_member.member_id) AS members
      FROM directory.source s
      LEFT JOIN directory.group_key k ON k.source = s.id AND k.group_id = was_member.group_id
     WHERE s.name = was_member.source
), held AS MATERIALIZED (
    SELECT h.membership_id, h.created_at, h.valid_from, h.valid_to
      FROM asked q
      JOIN directory.member_key n ON n.source = q.source AND n.member_id = was_member.member_id
      JOIN directory.memberships_history h ON h.group_no = q.group_no AND h.member_no = n.no
), published AS NOT MATERIALIZED (
    -- read: whether the snapshot is a reading of the group; null where prune removed what would tell.
    SELECT n.published_at,
           n.read_from,
           n.read_to,
           n.published_at < (SELECT q.horizon FROM asked q) AS pruned,
           CASE WHEN n.published_at < (SELECT p.until
                                         FROM directory.gap p
                                        WHERE p.source = n.source
                                          AND p.group_id = (SELECT q.group_id FROM asked q)
                                          AND p.since <= n.published_at
                                        ORDER BY p.since DESC LIMIT 1) THEN false
                ELSE coalesce(
                    (SELECT CASE WHEN n.published_at < g.valid_to THEN g.members_read END
                       FROM directory.groups_history g
                      WHERE g.group_no = (SELECT q.group_no FROM asked q) AND g.valid_from <= n.published_at
                      ORDER BY g.valid_from DESC LIMIT 1),
                    CASE WHEN n.scope = 'all' THEN true
                         WHEN EXISTS (SELECT FROM held h
                                       WHERE h.valid_from <= n.published_at AND n.published_at < h.valid_to) THEN true
                         WHEN n.published_at >= (SELECT q.horizon FROM asked q) THEN false END)
                END AS read
      FROM directory.snapshot n
     WHERE n.source = (SELECT q.source FROM asked q) AND n.outcome = 'published'
), membership AS MATERIALIZED (
    SELECT x.membership_id,
           f.read_to AS first,
           l.read_from AS last,
           CASE WHEN x.told <= f.read_to AND x.told >= coalesce(o.read_from, x.told) THEN x.told END AS created
      FROM (SELECT h.membership_id,
                   min(h.valid_from) AS valid_from,
                   max(h.valid_to) AS valid_to,
                   max(h.created_at) AS told
              FROM held h
             GROUP BY h.membership_id) x
     CROSS JOIN LATERAL (
           SELECT r.* FROM published r
            WHERE r.read AND r.published_at >= x.valid_from
            ORDER BY r.published_at LIMIT 1) f
     CROSS JOIN LATERAL (
           SELECT r.* FROM published r
            WHERE r.read AND r.published_at < x.valid_to
            ORDER BY r.published_at DESC LIMIT 1) l
      LEFT JOIN LATERAL (
           SELECT r.* FROM published r
            WHERE r.read IS NOT FALSE AND r.published_at < x.valid_from
            ORDER BY r.published_at DESC LIMIT 1) o ON true
), before AS MATERIALIZED (
    SELECT r.*,
           EXISTS (SELECT FROM held h WHERE h.valid_from <= r.published_at AND r.published_at < h.valid_to) AS has
      FROM published r
     WHERE r.read AND r.read_from <= was_member.t AND r.read_to <= was_member.t
     ORDER BY r.read_from DESC, r.published_at DESC LIMIT 1
), after AS MATERIALIZED (
    SELECT r.*,
           EXISTS (SELECT FROM held h WHERE h.valid_from <= r.published_at AND r.published_at < h.valid_to) AS has
      FROM published r
     WHERE r.read AND r.read_from >= was_member.t
     ORDER BY r.read_from, r.published_at LIMIT 1
), found AS MATERIALIZED (
    -- What the readings from A to B found, those across t included.
    SELECT m.created
      FROM before a
     CROSS JOIN after b
      JOIN published r ON r.read AND r.read_from BETWEEN a.read_from AND b.read_from
      JOIN held h ON h.valid_from <= r.published_at AND r.published_at < h.valid_to
      JOIN membership m ON m.membership_id = h.membership_id
)
SELECT v.answer, v.seen_from, v.seen_to, v.basis
  FROM (SELECT 1 AS line, 'not observed' AS answer, NULL::timestamptz AS seen_from, NULL::timestamptz AS seen_to,
               'unknown source' AS basis
         WHERE NOT EXISTS (SELECT FROM asked)
        UNION ALL
        SELECT 2, 'not observed', NULL, NULL, 'unknown group'
          FROM asked q
         WHERE q.group_no IS NULL
        UNION ALL
        SELECT 3, 'not observed', NULL, NULL, 'unknown member'
          FROM asked q
         WHERE q.members = 0
        UNION ALL
        SELECT 4, 'yes', coalesce(m.created, m.first), m.last, 'same membership'
          FROM membership m
         WHERE m.first <= was_member.t AND was_member.t <= m.last
        UNION ALL
        SELECT 5, 'yes', m.created, m.last, 'creation time'
          FROM membership m
         WHERE m.created <= was_member.t AND was_member.t <= m.last
        UNION ALL
        -- A member of another type may have left after that creation.
        SELECT 6, 'no', a.read_from,
               coalesce(CASE WHEN q.members = 1 THEN (SELECT min(f.created) FROM found f) END, b.read_to),
               CASE WHEN EXISTS (SELECT FROM found) THEN 'absent, then created later'
                    ELSE 'absent in both readings' END
          FROM asked q
         CROSS JOIN before a
         CROSS JOIN after b
         WHERE NOT a.has
           AND NOT a.pruned
           AND NOT EXISTS (SELECT FROM found f WHERE coalesce(f.created <= was_member.t, true))
        UNION ALL
        SELECT 7, 'not observed', NULL, (SELECT b.read_to FROM after b), 'before the first reading'
         WHERE NOT EXISTS (SELECT FROM before)
        UNION ALL
        SELECT 8, 'not observed', a.read_from, NULL, 'after the last reading'
          FROM before a
         WHERE NOT EXISTS (SELECT FROM after)
        UNION ALL
        SELECT 9, 'not observed', a.read_from, b.read_to,
               CASE WHEN NOT a.has AND a.pruned OR NOT b.has AND b.pruned THEN 'pruned'
                    WHEN a.has AND b.has THEN 'another membership'
                    ELSE 'changed between readings' END
          FROM before a
         CROSS JOIN after b) v
 ORDER BY v.line, v.seen_from, v.seen_to DESC
 LIMIT 1
$$;

COMMENT ON FUNCTION directory.was_member(text, text, text, timestamptz) IS
    'Whether somebody was a member of a group at t, by what the readings before, across and after t found: yes, no or not '
    'observed, since and until when, and why. One row. A member of any type counts. no means: whatever membership held '
    'at t began after seen_from and ended before seen_to.';
