-- memberships_history in fewer bytes. Eight columns: a ninth makes the header of every row that holds a null 8 bytes
-- longer. closed_by goes: valid_to names the snapshot, or the retirement, that ended the row. A column that is only
-- dropped still counts, so the table is written anew.
CREATE TABLE directory.memberships_in_fewer_bytes (
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL DEFAULT 'infinity',
    created_at timestamptz,
    group_no integer NOT NULL,
    member_no integer NOT NULL,
    opened_by integer NOT NULL,
    created_by integer,
    membership_id text COLLATE "C" NOT NULL,
    CONSTRAINT memberships_history_check CHECK (valid_from < valid_to)
);

INSERT INTO directory.memberships_in_fewer_bytes (valid_from, valid_to, created_at, group_no, member_no, opened_by,
       created_by, membership_id)
SELECT h.valid_from, h.valid_to, h.created_at, h.group_no, h.member_no, h.opened_by, h.created_by, h.membership_id
  FROM directory.memberships_history h
 ORDER BY h.valid_from, h.group_no, h.member_no;

ALTER TABLE directory.memberships_history RENAME TO memberships_before;
ALTER TABLE directory.memberships_in_fewer_bytes RENAME TO memberships_history;

CREATE OR REPLACE VIEW directory.groups AS
SELECT s.name AS source,
       k.group_id,
       h.display_name,
       h.description,
       h.external_ids,
       h.created_at,
       h.created_by,
       h.updated_at,
       h.updated_by,
       CASE WHEN h.members_read THEN
           (SELECT count(*) FROM directory.memberships_history m WHERE m.group_no = h.group_no AND m.valid_to = 'infinity')
       END AS member_count,
       h.valid_from
  FROM directory.groups_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
 WHERE h.valid_to = 'infinity';

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
  JOIN directory.groups_history g ON g.group_no = h.group_no AND g.valid_to = 'infinity'
  JOIN directory.member_key n ON n.no = h.member_no
  LEFT JOIN directory.users_history u ON u.user_no = h.member_no AND u.valid_to = 'infinity'
  LEFT JOIN directory.principal p ON p.no = h.created_by
 WHERE h.valid_to = 'infinity';

CREATE OR REPLACE VIEW directory.changes AS
-- A row that ends where the next of its key begins is a change; one that ends alone, a deletion; one that begins
-- alone, a creation. Rows that a baseline opened, or a retirement closed, tell nothing of the directory.
SELECT s.name AS source,
       o.id AS snapshot_id,
       h.valid_from AS changed_at,
       CASE WHEN b.group_no IS NULL THEN 'group-created' ELSE 'group-changed' END AS kind,
       k.group_id,
       h.display_name AS group_name,
       NULL::text AS member_type,
       NULL::text AS member_id,
       NULL::text AS user_name,
       CASE WHEN b.group_no IS NOT NULL THEN jsonb_build_object(
           'display_name', b.display_name, 'description', b.description, 'external_ids', b.external_ids,
           'created_at', to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'created_by', b.created_by,
           'updated_at', to_char(b.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'updated_by', b.updated_by) END AS before,
       jsonb_build_object(
           'display_name', h.display_name, 'description', h.description, 'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'created_by', h.created_by,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'updated_by', h.updated_by) AS after
  FROM directory.groups_history h
  JOIN directory.snapshot o ON o.id = h.opened_by AND o.published_at = h.valid_from AND NOT o.baseline
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.groups_history b ON b.group_no = h.group_no AND b.valid_to = h.valid_from
 WHERE b.group_no IS NULL
    OR (b.display_name, b.description, b.external_ids, b.created_at, b.created_by)
       IS DISTINCT FROM
       (h.display_name, h.description, h.external_ids, h.created_at, h.created_by)
UNION ALL
SELECT s.name, c.id, h.valid_to, 'group-deleted', k.group_id, h.display_name, NULL, NULL, NULL,
       jsonb_build_object(
           'display_name', h.display_name, 'description', h.description, 'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'created_by', h.created_by,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'updated_by', h.updated_by),
       NULL
  FROM directory.groups_history h
  JOIN directory.snapshot c ON c.id = h.closed_by AND c.published_at = h.valid_to
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
 WHERE h.valid_to < 'infinity'
   AND NOT EXISTS (SELECT FROM directory.groups_history a
                    WHERE a.group_no = h.group_no AND a.valid_from = h.valid_to)
UNION ALL
SELECT s.name, o.id, h.valid_from, 'member-joined', k.group_id, g.display_name, n.member_type, n.member_id, u.user_name,
       NULL,
       jsonb_build_object(
           'membership_id', h.membership_id, 'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', (SELECT p.name FROM directory.principal p WHERE p.no = h.created_by))
  FROM directory.memberships_history h
  JOIN directory.snapshot o ON o.id = h.opened_by AND o.published_at = h.valid_from AND NOT o.baseline
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.member_key n ON n.no = h.member_no
  LEFT JOIN directory.groups_history g
    ON g.group_no = h.group_no AND g.valid_from <= h.valid_from AND h.valid_from < g.valid_to
  LEFT JOIN directory.users_history u
    ON u.user_no = h.member_no AND u.valid_from <= h.valid_from AND h.valid_from < u.valid_to
 WHERE NOT EXISTS (SELECT FROM directory.memberships_history b
                    WHERE b.group_no = h.group_no AND b.member_no = h.member_no
                      AND b.valid_to = h.valid_from AND b.membership_id = h.membership_id)
UNION ALL
SELECT s.name, c.id, h.valid_to, 'member-left', k.group_id, g.display_name, n.member_type, n.member_id, u.user_name,
       jsonb_build_object(
           'membership_id', h.membership_id, 'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'created_by', (SELECT p.name FROM directory.principal p WHERE p.no = h.created_by)),
       NULL
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.source s ON s.id = k.source
  JOIN directory.snapshot c ON c.source = k.source AND c.outcome = 'published' AND c.published_at = h.valid_to
  JOIN directory.member_key n ON n.no = h.member_no
  LEFT JOIN directory.groups_history g
    ON g.group_no = h.group_no AND g.valid_from < h.valid_to AND h.valid_to <= g.valid_to
  LEFT JOIN directory.users_history u
    ON u.user_no = h.member_no AND u.valid_from < h.valid_to AND h.valid_to <= u.valid_to
 WHERE h.valid_to < 'infinity'
   AND NOT EXISTS (SELECT FROM directory.memberships_history a
                    WHERE a.group_no = h.group_no AND a.member_no = h.member_no
                      AND a.valid_from = h.valid_to AND a.membership_id = h.membership_id)
UNION ALL
SELECT s.name, o.id, h.valid_from,
       CASE WHEN b.user_no IS NULL THEN 'user-created' ELSE 'user-changed' END,
       NULL, NULL, k.member_type, k.member_id, h.user_name,
       CASE WHEN b.user_no IS NOT NULL THEN jsonb_build_object(
           'user_name', b.user_name, 'display_name', b.display_name, 'email', b.email, 'status', b.status,
           'external_ids', b.external_ids,
           'created_at', to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'created_by', b.created_by,
           'updated_at', to_char(b.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'updated_by', b.updated_by) END,
       jsonb_build_object(
           'user_name', h.user_name, 'display_name', h.display_name, 'email', h.email, 'status', h.status,
           'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'created_by', h.created_by,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'updated_by', h.updated_by)
  FROM directory.users_history h
  JOIN directory.snapshot o ON o.id = h.opened_by AND o.published_at = h.valid_from AND NOT o.baseline
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
  LEFT JOIN directory.users_history b ON b.user_no = h.user_no AND b.valid_to = h.valid_from
 WHERE b.user_no IS NULL
    OR (b.user_name, b.display_name, b.email, b.status, b.external_ids, b.created_at, b.created_by)
       IS DISTINCT FROM
       (h.user_name, h.display_name, h.email, h.status, h.external_ids, h.created_at, h.created_by)
UNION ALL
SELECT s.name, c.id, h.valid_to, 'user-deleted', NULL, NULL, k.member_type, k.member_id, h.user_name,
       jsonb_build_object(
           'user_name', h.user_name, 'display_name', h.display_name, 'email', h.email, 'status', h.status,
           'external_ids', h.external_ids,
           'created_at', to_char(h.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'created_by', h.created_by,
           'updated_at', to_char(h.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'updated_by', h.updated_by),
       NULL
  FROM directory.users_history h
  JOIN directory.snapshot c ON c.id = h.closed_by AND c.published_at = h.valid_to
  JOIN directory.member_key k ON k.no = h.user_no
  JOIN directory.source s ON s.id = k.source
 WHERE h.valid_to < 'infinity'
   AND NOT EXISTS (SELECT FROM directory.users_history a
                    WHERE a.user_no = h.user_no AND a.valid_from = h.valid_to);

DROP TABLE directory.memberships_before;

-- Rows come in the order of groups and members, and few of them ever change: pages of these two may be full.
CREATE UNIQUE INDEX memberships_current ON directory.memberships_history (group_no, member_no) WITH (fillfactor = 100)
    WHERE valid_to = 'infinity';
-- One column each: repeated keys are stored once (deduplication), so these cost few bytes a row.
CREATE INDEX memberships_of_group ON directory.memberships_history (group_no) WITH (fillfactor = 100);
CREATE INDEX memberships_of_member ON directory.memberships_history (member_no);
-- A snapshot's rows lie together, but for those that ended: several ranges a block of pages allow for them.
CREATE INDEX memberships_opened ON directory.memberships_history USING brin (valid_from timestamptz_minmax_multi_ops);
CREATE INDEX memberships_closed ON directory.memberships_history (valid_to) WHERE valid_to < 'infinity';

ANALYZE directory.memberships_history;

COMMENT ON TABLE directory.memberships_history IS 'Memberships as published: one row for each period in which nothing of a membership changed.';
COMMENT ON COLUMN directory.memberships_history.valid_from IS 'Published so since.';
COMMENT ON COLUMN directory.memberships_history.valid_to IS 'Published so until just before; infinity while current. Otherwise published_at of the snapshot that ended the row, or the time when the source was retired.';
COMMENT ON COLUMN directory.memberships_history.created_at IS 'The provider''s word; null where it gives none.';
COMMENT ON COLUMN directory.memberships_history.group_no IS 'The group, in group_key.';
COMMENT ON COLUMN directory.memberships_history.member_no IS 'The member, in member_key.';
COMMENT ON COLUMN directory.memberships_history.opened_by IS 'The snapshot that brought the row.';
COMMENT ON COLUMN directory.memberships_history.created_by IS 'The provider''s word, in principal; null where it gives none.';
COMMENT ON COLUMN directory.memberships_history.membership_id IS 'The provider''s id of the membership: a new one means left and joined again.';
