-- What the reporting queries are tried on. Source aws has three published snapshots and an open one; hw has a group and
-- users with the very ids of aws, two of them people of aws; idle was never published. Source list read one group first, then all, one of them a
-- gap, then that one too, then all but the first. Times are in the session's zone.
INSERT INTO directory.source (id, name, provider, identity_store_id, users_read_at) OVERRIDING SYSTEM VALUE VALUES
    (1, 'aws', 'aws', 'd-1', '2026-03-20 08:59'),
    (2, 'hw', 'huawei', 'd-2', '2026-03-05 08:59'),
    (3, 'idle', 'aws', 'd-3', NULL),
    (4, 'list', 'aws', 'd-4', NULL);

INSERT INTO directory.snapshot (id, source, outcome, baseline, rollcall_version, started_at, read_from, read_to, published_at,
    groups, memberships, users) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'published', true, 'test', '2026-03-01 08:00', '2026-03-01 08:00', '2026-03-01 08:59', '2026-03-01 09:00', 5, 6, 5),
    (2, 1, 'published', false, 'test', '2026-03-10 08:00', '2026-03-10 08:00', '2026-03-10 08:59', '2026-03-10 09:00', 5, 8, 5),
    (3, 2, 'published', true, 'test', '2026-03-05 08:00', '2026-03-05 08:00', '2026-03-05 08:59', '2026-03-05 09:00', 1, 1, 1),
    (4, 1, 'published', false, 'test', '2026-03-20 08:00', '2026-03-20 08:00', '2026-03-20 08:59', '2026-03-20 09:00', 6, 7, 4),
    (5, 1, 'open', false, 'test', '2026-03-30 08:00', '2026-03-30 08:00', NULL, NULL, NULL, NULL, NULL);

INSERT INTO directory.snapshot (id, source, outcome, baseline, rollcall_version, with_users, scope, started_at, read_from, read_to,
    published_at, groups, memberships, users, gaps) OVERRIDING SYSTEM VALUE VALUES
    (6, 4, 'published', true, 'test', false, '1 group id', '2026-03-02 08:00', '2026-03-02 08:00', '2026-03-02 08:59', '2026-03-02 09:00', 1, 1, 0, 0),
    (7, 4, 'published', false, 'test', false, 'all', '2026-03-12 08:00', '2026-03-12 08:00', '2026-03-12 08:59', '2026-03-12 09:00', 3, 2, 0, 1),
    (8, 4, 'published', false, 'test', false, 'all', '2026-03-22 08:00', '2026-03-22 08:00', '2026-03-22 08:59', '2026-03-22 09:00', 3, 3, 0, 0),
    (9, 4, 'published', false, 'test', false, '2 group ids', '2026-03-25 08:00', '2026-03-25 08:00', '2026-03-25 08:59', '2026-03-25 09:00', 2, 2, 0, 0);

INSERT INTO directory.group_key (no, source, group_id) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'g1'), (2, 1, 'g2'), (3, 1, 'g3'), (4, 1, 'g4'), (5, 1, 'g5'), (6, 1, 'g6'), (8, 1, 'g8'), (11, 2, 'g1'),
    (21, 4, 'l1'), (22, 4, 'l2'), (23, 4, 'l3');

INSERT INTO directory.member_key (no, source, member_type, member_id) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'user', 'u1'), (2, 1, 'user', 'u2'), (3, 1, 'user', 'u3'), (4, 1, 'user', 'u4'), (5, 1, 'user', 'u5'),
    (8, 1, 'group', 'u4'), (9, 1, 'user', 'u9'), (11, 2, 'user', 'u1'),
    (12, 2, 'user', 'u2'), (21, 4, 'user', 'u1');

INSERT INTO directory.principal (no, source, name) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'admin');

INSERT INTO directory.groups_history (valid_from, valid_to, group_no, begins, ends, members_read, display_name,
    description, external_ids, created_at, created_by) VALUES
    ('2026-03-01 09:00', 'infinity', 1, 'k', '-', true, 'Finance Readers', 'Read the books', '[]', NULL, NULL),
    ('2026-03-01 09:00', '2026-03-10 09:00', 2, 'k', 'c', true, 'Team A', '', '[]', NULL, NULL),
    ('2026-03-10 09:00', 'infinity', 2, 'c', '-', true, 'Anna''s Team', '', '[]', NULL, NULL),
    ('2026-03-01 09:00', 'infinity', 3, 'k', '-', true, 'Nobody', NULL, '[]', '2025-01-01 12:00', 1),
    ('2026-03-01 09:00', '2026-03-10 09:00', 4, 'k', 'g', true, 'Interns', NULL, '[]', NULL, NULL),
    ('2026-03-20 09:00', 'infinity', 5, 'n', '-', false, 'Late', NULL, '[]', NULL, NULL),
    ('2026-03-10 09:00', 'infinity', 6, 'n', '-', true, NULL, NULL, '[]', NULL, NULL),
    ('2026-03-01 09:00', 'infinity', 8, 'k', '-', true, 'Left', '', '[]', NULL, NULL),
    ('2026-03-05 09:00', 'infinity', 11, 'k', '-', true, 'Finance Readers', NULL, '[]', NULL, NULL),
    ('2026-03-02 09:00', '2026-03-25 09:00', 21, 'k', 'u', true, 'First', NULL, '[]', NULL, NULL),
    ('2026-03-12 09:00', 'infinity', 22, 'k', '-', true, 'Second', NULL, '[]', NULL, NULL),
    ('2026-03-12 09:00', '2026-03-22 09:00', 23, 'k', 'c', false, 'Third', NULL, '[]', NULL, NULL),
    ('2026-03-22 09:00', 'infinity', 23, 'c', '-', true, 'Third', NULL, '[]', NULL, NULL);

INSERT INTO directory.users_history (valid_from, valid_to, user_no, begins, ends, user_name, display_name, email,
    status, external_ids, created_at) VALUES
    ('2026-03-01 09:00', 'infinity', 1, 'k', '-', 'ann', 'Ann Ames', 'ann@example.org', 'enabled', '[]', NULL),
    ('2026-03-01 09:00', '2026-03-20 09:00', 2, 'k', 'c', 'robert', 'Bob Bell', 'bob@example.org', 'enabled', '[]', NULL),
    ('2026-03-20 09:00', 'infinity', 2, 'c', '-', 'bob', 'Bob Bell', 'bob@example.org', 'disabled', '[]', NULL),
    ('2026-03-01 09:00', 'infinity', 3, 'k', '-', 'cyd', 'Cyd Cole', NULL, NULL, '[]', '2025-02-01 12:00'),
    ('2026-03-01 09:00', 'infinity', 4, 'k', '-', 'dan', 'Dan Dale', 'dan@example.org', 'enabled',
        '[{"id": "7", "issuer": "https://idp.example"}]', NULL),
    ('2026-03-01 09:00', '2026-03-20 09:00', 5, 'k', 'g', 'eve', 'Eve Eden', 'eve@example.org', 'enabled', '[]', NULL),
    ('2026-03-05 09:00', 'infinity', 11, 'k', '-', 'zoe', 'Zoe Zorn', 'zoe@example.org', 'disabled',
        '[{"id": "7", "issuer": "https://idp.example"}]', NULL),
    ('2026-03-05 09:00', 'infinity', 12, 'k', '-', 'bob2', 'Bob', 'BOB@example.org', 'enabled', '[]', NULL);

INSERT INTO directory.memberships_history (valid_from, valid_to, created_at, group_no, member_no, created_by, begins, ends,
    membership_id) VALUES
    ('2026-03-01 09:00', 'infinity', '2025-06-01 12:00', 1, 1, 1, 'k', '-', 'm1'),
    ('2026-03-01 09:00', '2026-03-10 09:00', NULL, 1, 2, NULL, 'k', 'g', 'm2'),
    ('2026-03-20 09:00', 'infinity', '2026-03-15 12:00', 1, 2, 1, 'n', '-', 'm12'),
    ('2026-03-01 09:00', '2026-03-20 09:00', NULL, 1, 5, NULL, 'k', 'g', 'm3'),
    ('2026-03-10 09:00', 'infinity', NULL, 1, 9, NULL, 'n', '-', 'm4'),
    ('2026-03-01 09:00', '2026-03-20 09:00', NULL, 2, 1, NULL, 'k', 'c', 'm5'),
    ('2026-03-20 09:00', 'infinity', NULL, 2, 1, 1, 'c', '-', 'm5'),
    ('2026-03-10 09:00', 'infinity', NULL, 2, 2, NULL, 'n', '-', 'm6'),
    ('2026-03-10 09:00', 'infinity', NULL, 2, 8, NULL, 'n', '-', 'm7'),
    ('2026-03-01 09:00', '2026-03-10 09:00', NULL, 4, 3, NULL, 'k', 'g', 'm8'),
    ('2026-03-10 09:00', 'infinity', NULL, 6, 1, NULL, 'n', '-', 'm10'),
    ('2026-03-01 09:00', '2026-03-20 09:00', NULL, 8, 5, NULL, 'k', 'g', 'm9'),
    ('2026-03-05 09:00', 'infinity', NULL, 11, 11, NULL, 'k', '-', 'm1'),
    ('2026-03-02 09:00', '2026-03-25 09:00', NULL, 21, 21, NULL, 'k', 'u', 'm1'),
    ('2026-03-12 09:00', 'infinity', NULL, 22, 21, NULL, 'k', '-', 'm2'),
    ('2026-03-22 09:00', 'infinity', NULL, 23, 21, NULL, 'k', '-', 'm3');

INSERT INTO directory.gap (source, group_id, reason, since, until, opened_by, closed_by) VALUES
    (1, 'g5', 'HTTP 503', '2026-03-20 09:00', 'infinity', 4, NULL),
    (1, 'g6', 'HTTP 503', '2026-03-20 09:00', 'infinity', 4, NULL),
    (1, 'g7', 'access denied', '2026-03-10 09:00', 'infinity', 2, NULL),
    (1, 'g1', 'HTTP 500', '2026-03-10 09:00', '2026-03-20 09:00', 2, 4),
    (4, 'l3', 'HTTP 500', '2026-03-12 09:00', '2026-03-22 09:00', 7, 8);
