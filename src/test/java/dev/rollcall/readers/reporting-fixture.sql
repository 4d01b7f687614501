-- What the reporting queries are tried on. Source aws has three published snapshots and an open one; hw has a group and
-- a user with the very ids of aws; idle was never published. Times are in the session's zone.
INSERT INTO directory.source (id, name, provider, identity_store_id, users_read_at) OVERRIDING SYSTEM VALUE VALUES
    (1, 'aws', 'aws', 'd-1', '2026-03-20 08:59'),
    (2, 'hw', 'huawei', 'd-2', '2026-03-05 08:59'),
    (3, 'idle', 'aws', 'd-3', NULL);

INSERT INTO directory.snapshot (id, source, outcome, baseline, rollcall_version, started_at, read_from, read_to, published_at,
    groups, memberships, users) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'published', true, 'test', '2026-03-01 08:00', '2026-03-01 08:00', '2026-03-01 08:59', '2026-03-01 09:00', 5, 6, 5),
    (2, 1, 'published', false, 'test', '2026-03-10 08:00', '2026-03-10 08:00', '2026-03-10 08:59', '2026-03-10 09:00', 5, 8, 5),
    (3, 2, 'published', true, 'test', '2026-03-05 08:00', '2026-03-05 08:00', '2026-03-05 08:59', '2026-03-05 09:00', 1, 1, 1),
    (4, 1, 'published', false, 'test', '2026-03-20 08:00', '2026-03-20 08:00', '2026-03-20 08:59', '2026-03-20 09:00', 6, 7, 4),
    (5, 1, 'open', false, 'test', '2026-03-30 08:00', '2026-03-30 08:00', NULL, NULL, NULL, NULL, NULL);

INSERT INTO directory.group_key (no, source, group_id) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'g1'), (2, 1, 'g2'), (3, 1, 'g3'), (4, 1, 'g4'), (5, 1, 'g5'), (6, 1, 'g6'), (8, 1, 'g8'), (11, 2, 'g1');

INSERT INTO directory.member_key (no, source, member_type, member_id) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'user', 'u1'), (2, 1, 'user', 'u2'), (3, 1, 'user', 'u3'), (4, 1, 'user', 'u4'), (5, 1, 'user', 'u5'),
    (8, 1, 'group', 'u4'), (9, 1, 'user', 'u9'), (11, 2, 'user', 'u1');

INSERT INTO directory.principal (no, source, name) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'admin');

INSERT INTO directory.groups_history (valid_from, valid_to, group_no, opened_by, closed_by, members_read, display_name,
    description, external_ids, created_at, created_by) VALUES
    ('2026-03-01 09:00', 'infinity', 1, 1, NULL, true, 'Finance Readers', 'Read the books', '[]', NULL, NULL),
    ('2026-03-01 09:00', '2026-03-10 09:00', 2, 1, 2, true, 'Team A', '', '[]', NULL, NULL),
    ('2026-03-10 09:00', 'infinity', 2, 2, NULL, true, 'Anna''s Team', '', '[]', NULL, NULL),
    ('2026-03-01 09:00', 'infinity', 3, 1, NULL, true, 'Nobody', NULL, '[]', '2025-01-01 12:00', 'admin'),
    ('2026-03-01 09:00', '2026-03-10 09:00', 4, 1, 2, true, 'Interns', NULL, '[]', NULL, NULL),
    ('2026-03-20 09:00', 'infinity', 5, 4, NULL, false, 'Late', NULL, '[]', NULL, NULL),
    ('2026-03-10 09:00', 'infinity', 6, 2, NULL, true, NULL, NULL, '[]', NULL, NULL),
    ('2026-03-01 09:00', 'infinity', 8, 1, NULL, true, 'Left', '', '[]', NULL, NULL),
    ('2026-03-05 09:00', 'infinity', 11, 3, NULL, true, 'Finance Readers', NULL, '[]', NULL, NULL);

INSERT INTO directory.users_history (valid_from, valid_to, user_no, opened_by, closed_by, user_name, display_name, email,
    status, external_ids, created_at) VALUES
    ('2026-03-01 09:00', 'infinity', 1, 1, NULL, 'ann', 'Ann Ames', 'ann@example.org', 'enabled', '[]', NULL),
    ('2026-03-01 09:00', '2026-03-20 09:00', 2, 1, 4, 'robert', 'Bob Bell', 'bob@example.org', 'enabled', '[]', NULL),
    ('2026-03-20 09:00', 'infinity', 2, 4, NULL, 'bob', 'Bob Bell', 'bob@example.org', 'disabled', '[]', NULL),
    ('2026-03-01 09:00', 'infinity', 3, 1, NULL, 'cyd', 'Cyd Cole', NULL, NULL, '[]', '2025-02-01 12:00'),
    ('2026-03-01 09:00', 'infinity', 4, 1, NULL, 'dan', 'Dan Dale', 'dan@example.org', 'enabled', '[]', NULL),
    ('2026-03-01 09:00', '2026-03-20 09:00', 5, 1, 4, 'eve', 'Eve Eden', 'eve@example.org', 'enabled', '[]', NULL),
    ('2026-03-05 09:00', 'infinity', 11, 3, NULL, 'zoe', 'Zoe Zorn', 'zoe@example.org', 'disabled', '[]', NULL);

INSERT INTO directory.memberships_history (valid_from, valid_to, created_at, group_no, member_no, opened_by, created_by,
    membership_id) VALUES
    ('2026-03-01 09:00', 'infinity', '2025-06-01 12:00', 1, 1, 1, 1, 'm1'),
    ('2026-03-01 09:00', '2026-03-10 09:00', NULL, 1, 2, 1, NULL, 'm2'),
    ('2026-03-20 09:00', 'infinity', '2026-03-15 12:00', 1, 2, 4, 1, 'm12'),
    ('2026-03-01 09:00', '2026-03-20 09:00', NULL, 1, 5, 1, NULL, 'm3'),
    ('2026-03-10 09:00', 'infinity', NULL, 1, 9, 2, NULL, 'm4'),
    ('2026-03-01 09:00', '2026-03-20 09:00', NULL, 2, 1, 1, NULL, 'm5'),
    ('2026-03-20 09:00', 'infinity', NULL, 2, 1, 4, 1, 'm5'),
    ('2026-03-10 09:00', 'infinity', NULL, 2, 2, 2, NULL, 'm6'),
    ('2026-03-10 09:00', 'infinity', NULL, 2, 8, 2, NULL, 'm7'),
    ('2026-03-01 09:00', '2026-03-10 09:00', NULL, 4, 3, 1, NULL, 'm8'),
    ('2026-03-10 09:00', 'infinity', NULL, 6, 1, 2, NULL, 'm10'),
    ('2026-03-01 09:00', '2026-03-20 09:00', NULL, 8, 5, 1, NULL, 'm9'),
    ('2026-03-05 09:00', 'infinity', NULL, 11, 11, 3, NULL, 'm1');

INSERT INTO directory.gap (source, group_id, reason, since, until, opened_by, closed_by) VALUES
    (1, 'g5', 'HTTP 503', '2026-03-20 09:00', 'infinity', 4, NULL),
    (1, 'g6', 'HTTP 503', '2026-03-20 09:00', 'infinity', 4, NULL),
    (1, 'g7', 'access denied', '2026-03-10 09:00', 'infinity', 2, NULL),
    (1, 'g1', 'HTTP 500', '2026-03-10 09:00', '2026-03-20 09:00', 2, 4);
