-- 500 sources of 200 nights each. 1 to 3 were never read, the last runs of 4 to 6 failed, the guard holds a snapshot of 7
-- and 8, 13 is parked, and a snapshot of 20 to 29 is half read.
INSERT INTO directory.source (name, provider, identity_store_id, users_read_at)
SELECT 'source-' || lpad(n::text, 3, '0'), CASE WHEN n % 4 = 0 THEN 'huawei' ELSE 'aws' END, 'd-' || (1000000000 + n),
       CASE WHEN n > 3 THEN now() - interval '5 hours' END
  FROM generate_series(1, 500) n;

INSERT INTO directory.snapshot (source, outcome, baseline, rollcall_version, started_at, read_from, read_to, published_at,
       groups, memberships, users, members_joined, members_left, gaps, requests, retries, throttles)
SELECT s.id, 'published', night = 200, '0.1.0', t.began, t.began, t.began + interval '4 min', t.began + interval '5 min',
       500, 8000, 800, 3, 2, 0, 510, 1, 0
  FROM generate_series(200, 1, -1) night, directory.source s
 CROSS JOIN LATERAL (SELECT now() - make_interval(days => night - 1, hours => 5, mins => 4)) t (began)
 WHERE s.id > 3
 ORDER BY night DESC, s.id;

INSERT INTO directory.snapshot (source, outcome, rollcall_version, started_at)
SELECT s.id, CASE WHEN s.id < 10 THEN 'guarded' ELSE 'open' END, '0.1.0', now() - interval '10 min'
  FROM directory.source s
 WHERE s.id IN (7, 8) OR s.id BETWEEN 20 AND 29;

INSERT INTO directory.last_run (source, snapshot, started_at, ended_at, outcome, exit_code, code, message, seconds, requests,
       retries, throttles, requests_before, host, process)
SELECT s.id, n.id, now() - interval '10 min', CASE WHEN e.outcome IS NOT NULL THEN now() - interval '5 min' END,
       e.outcome, CASE e.outcome WHEN 'failed' THEN 1 WHEN 'guarded' THEN 3 WHEN 'published' THEN 0 END,
       CASE WHEN s.id = 13 THEN 'internal' WHEN e.outcome = 'failed' THEN 'denied' END,
       CASE WHEN s.id = 13 THEN 'parked: 5 workers in a row were killed while they read the source' WHEN e.outcome = 'failed' THEN 'ListGroups is not permitted' || repeat(' to you', 30) END,
       300, 510, 1, 0, 0, 'batch-' || s.id % 4, 4711
  FROM directory.source s
 CROSS JOIN LATERAL (
       SELECT CASE WHEN s.id BETWEEN 20 AND 29 THEN NULL WHEN s.id IN (4, 5, 6, 13) THEN 'failed'
                   WHEN s.id IN (7, 8) THEN 'guarded' ELSE 'published' END) e (outcome)
  LEFT JOIN directory.snapshot n ON n.source = s.id AND n.outcome IN ('open', 'guarded')
 WHERE s.id > 3;

INSERT INTO staging.listing_checkpoint (snapshot, listing, reading, complete, pages, items, requests)
SELECT n.id, l.listing, 1, l.listing = 'groups', 1, 50, 1
  FROM directory.snapshot n, (VALUES ('groups'), ('users')) l (listing)
 WHERE n.outcome IN ('open', 'guarded');

INSERT INTO staging.groups (snapshot, group_id, group_no, reading, display_name, external_ids, expected)
SELECT n.id, 'g' || g, g, 1, 'g' || g, '[]', 16
  FROM directory.snapshot n, generate_series(1, 50) g
 WHERE n.outcome IN ('open', 'guarded')
 ORDER BY n.id, g;

INSERT INTO staging.group_checkpoint (snapshot, group_no, state, reading, pages, memberships, requests)
SELECT n.id, g, CASE WHEN g <= 20 THEN 'complete' ELSE 'pending' END, 1, CASE WHEN g <= 20 THEN 1 ELSE 0 END,
       CASE WHEN g <= 20 THEN 16 ELSE 0 END, 1
  FROM directory.snapshot n, generate_series(1, 50) g
 WHERE n.outcome IN ('open', 'guarded')
 ORDER BY n.id, g;

INSERT INTO directory.gap (source, group_id, reason, since, opened_by)
SELECT n.source, 'g' || g, 'denied', n.published_at, n.id
  FROM (SELECT DISTINCT ON (l.source) l.source, l.published_at, l.id
          FROM directory.snapshot l
         WHERE l.outcome = 'published' AND l.source % 5 = 0
         ORDER BY l.source, l.published_at DESC) n, generate_series(1, 3) g;

ANALYZE directory.source, directory.snapshot, directory.last_run, directory.gap, staging.listing_checkpoint, staging.groups,
        staging.group_checkpoint
