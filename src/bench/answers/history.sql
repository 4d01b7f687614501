-- Plans what happens over bench.nights nights to the directories that directory.sql planned; bench.night lives one. Takes
-- bench.moves, how many memberships are to change.
CREATE TABLE bench.slot AS SELECT * FROM bench.slot_plan ORDER BY slot;

ALTER TABLE bench.slot ADD PRIMARY KEY (slot);

-- What happens to slots. r: another member takes it. i: the member left and joined between two readings. c: who added
-- the member is told differently. The giant's members are replaced in one night.
CREATE TABLE bench.move AS
WITH event AS (
    SELECT e.night, e.slot, min(e.chance) AS chance
      FROM (SELECT 2 + floor(random() * (z.nights - 1))::int AS night,
                   1 + floor(random() * x.slots)::bigint AS slot,
                   random() AS chance
              FROM bench.size z, (SELECT count(*) AS slots FROM bench.slot) x,
                   generate_series(1, current_setting('bench.moves')::bigint) i) e
     GROUP BY e.night, e.slot
), happened AS (
    SELECT e.night, e.slot, CASE WHEN e.chance < 0.03 THEN 'c' WHEN e.chance < 0.06 THEN 'i' ELSE 'r' END AS kind
      FROM event e
      JOIN bench.slot s USING (slot)
      CROSS JOIN bench.size z
     WHERE e.night > s.born AND e.night < s.dies AND NOT (s.group_no = 1 AND e.night = z.giant_replaced)
    UNION ALL
    SELECT z.giant_replaced, s.slot, 'r' FROM bench.slot s CROSS JOIN bench.size z WHERE s.group_no = 1
), counted AS (
    SELECT h.*,
           count(*) FILTER (WHERE h.kind = 'r') OVER w AS turn,
           count(*) FILTER (WHERE h.kind <> 'c') OVER w AS joined,
           row_number() OVER w AS told
      FROM happened h
    WINDOW w AS (PARTITION BY h.slot ORDER BY h.night)
)
SELECT c.night,
       s.source,
       s.group_no,
       bench.member(s.first_user, s.users, s.group_no, s.size, s.j, s.slot,
                    c.turn - CASE WHEN c.kind = 'r' THEN 1 ELSE 0 END) AS member_no,
       bench.member(s.first_user, s.users, s.group_no, s.size, s.j, s.slot, c.turn) AS next_member,
       c.kind,
       c.slot,
       c.joined::int AS joined,
       c.told::int AS told
  FROM counted c
  JOIN bench.slot s USING (slot)
 ORDER BY c.night, s.source, s.group_no, 5;

CREATE INDEX ON bench.move (night, source);

CREATE TABLE bench.group_change AS
SELECT DISTINCT n.night, p.source, p.no AS group_no
  FROM bench.size z
 CROSS JOIN LATERAL (SELECT 2 + floor(random() * (z.nights - 1))::int AS night,
                            1 + floor(random() * z.groups)::int AS no
                       FROM generate_series(1, z.groups)
                      UNION ALL
                     SELECT i, g FROM generate_series(2, z.nights) i, (VALUES (1), (5)) v (g)) n
  JOIN bench.group_plan p ON p.no = n.no
 WHERE n.night > p.born AND n.night < p.dies
 ORDER BY 1, 2, 3;

CREATE INDEX ON bench.group_change (night, source);

CREATE TABLE bench.user_change AS
SELECT DISTINCT n.night, p.source, p.no AS user_no
  FROM bench.size z
 CROSS JOIN LATERAL (SELECT 2 + floor(random() * (z.nights - 1))::int AS night,
                            1 + floor(random() * (z.users_of_first + z.users_of_second))::int AS no
                       FROM generate_series(1, (z.users_of_first + z.users_of_second) / 2)) n
  JOIN bench.user_plan p ON p.no = n.no
 WHERE n.night > p.born AND n.night < p.dies
 ORDER BY 1, 2, 3;

CREATE INDEX ON bench.user_change (night, source);
CREATE INDEX ON bench.group_plan (born);
CREATE INDEX ON bench.group_plan (dies);
CREATE INDEX ON bench.user_plan (born);
CREATE INDEX ON bench.user_plan (dies);
CREATE INDEX ON bench.slot (born);
ANALYZE bench.group_plan, bench.user_plan, bench.slot, bench.move, bench.group_change, bench.user_change;

INSERT INTO directory.source (id, name, provider, identity_store_id) OVERRIDING SYSTEM VALUE
VALUES (1, 'acme', 'aws', 'd-1111111111'), (2, 'beta', 'huawei', 'd-2222222222');

INSERT INTO directory.principal (no, source, name) OVERRIDING SYSTEM VALUE
SELECT i, 2 - i % 2, 'arn:aws:sts::111122223333:assumed-role/admin/person' || i || '@example.org'
  FROM generate_series(1, 200) i;

INSERT INTO directory.group_key (no, source, group_id) OVERRIDING SYSTEM VALUE
SELECT p.no, p.source, md5('g' || p.no)::uuid FROM bench.group_plan p ORDER BY p.born, p.source, p.no;

INSERT INTO directory.member_key (no, source, member_type, member_id) OVERRIDING SYSTEM VALUE
SELECT p.no, p.source, 'user', md5('u' || p.no)::uuid FROM bench.user_plan p ORDER BY p.born, p.source, p.no;

-- Publishes a night's snapshot of both sources, by the statements of a publish: closes what changed, then opens.
CREATE FUNCTION bench.night(n integer) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    s integer;
    at timestamptz;
    baseline boolean := n = 1;
    letter "char" := CASE WHEN n = 1 THEN 'k' ELSE 'n' END;
    joined bigint;
    deleted bigint;
    created bigint;
BEGIN
    FOR s IN 1..2 LOOP
        at := timestamptz '2024-01-01 02:17:00.123456Z' + make_interval(days => n, mins => 40 * s);
        -- Groups deleted, and groups that changed.
        UPDATE directory.memberships_history h SET valid_to = at, ends = 'g'
          FROM bench.group_plan p
         WHERE p.dies = n AND p.source = s AND h.group_no = p.no AND h.valid_to = 'infinity';
        UPDATE directory.memberships_history h SET valid_to = at, ends = CASE m.kind WHEN 'c' THEN 'c' ELSE 'g' END::"char"
          FROM bench.move m
         WHERE m.night = n AND m.source = s
           AND h.group_no = m.group_no AND h.member_no = m.member_no AND h.valid_to = 'infinity';
        UPDATE directory.groups_history h SET valid_to = at, ends = 'g'
          FROM bench.group_plan p
         WHERE p.dies = n AND p.source = s AND h.group_no = p.no AND h.valid_to = 'infinity';
        GET DIAGNOSTICS deleted = ROW_COUNT;
        UPDATE directory.groups_history h SET valid_to = at, ends = 'c'
          FROM bench.group_change c
         WHERE c.night = n AND c.source = s AND h.group_no = c.group_no AND h.valid_to = 'infinity';
        UPDATE directory.users_history h SET valid_to = at, ends = 'g'
          FROM bench.user_plan p
         WHERE p.dies = n AND p.source = s AND h.user_no = p.no AND h.valid_to = 'infinity';
        UPDATE directory.users_history h SET valid_to = at, ends = 'c'
          FROM bench.user_change c
         WHERE c.night = n AND c.source = s AND h.user_no = c.user_no AND h.valid_to = 'infinity';
        INSERT INTO directory.groups_history (valid_from, group_no, begins, members_read, display_name, description,
               external_ids, created_at, created_by, updated_at, updated_by)
        SELECT at, x.no, x.begins, true, 'Group ' || lpad(x.no::text, 6, '0') || x.suffix,
               'What group ' || x.no || ' is for', '[]', timestamptz '2023-06-01' + make_interval(mins => x.no),
               1 + (x.no * 2 + s - 1) % 200, at - interval '5 hours', 1 + (x.no * 2 + n * 2 + s - 1) % 200
          FROM (SELECT p.no, letter AS begins, '' AS suffix
                  FROM bench.group_plan p WHERE p.born = n AND p.source = s
                UNION ALL
                -- Of one change in three nothing remains but the provider's word of an update.
                SELECT c.group_no, 'c'::"char", CASE WHEN c.group_no % 3 = 0 THEN '' ELSE ' v' || n / 3 END
                  FROM bench.group_change c WHERE c.night = n AND c.source = s) x
         ORDER BY x.no;
        INSERT INTO directory.users_history (valid_from, user_no, begins, user_name, display_name, email, status,
               external_ids, created_at, created_by, updated_at, updated_by)
        SELECT at, x.no, x.begins, 'user' || x.no, 'Person ' || x.no || x.suffix,
               'user' || x.no || '@example.org', CASE WHEN (x.no + n) % 50 = 0 THEN 'disabled' ELSE 'enabled' END,
               jsonb_build_array(jsonb_build_object('issuer', 'https://idp.example.org', 'id', md5('x' || x.no))),
               timestamptz '2023-06-01' + make_interval(mins => x.no), 1 + (x.no * 2 + s - 1) % 200,
               at - interval '5 hours', 1 + (x.no * 2 + n * 2 + s - 1) % 200
          FROM (SELECT p.no, letter AS begins, '' AS suffix
                  FROM bench.user_plan p WHERE p.born = n AND p.source = s
                UNION ALL
                SELECT c.user_no, 'c'::"char", CASE WHEN c.user_no % 3 = 0 THEN '' ELSE ' ' || n END
                  FROM bench.user_change c WHERE c.night = n AND c.source = s) x
         ORDER BY x.no;
        INSERT INTO directory.memberships_history (valid_from, created_at, group_no, member_no, created_by, begins,
               membership_id)
        SELECT at, at - interval '1 day' * (x.slot % 7 + 1), x.group_no, x.member_no,
               1 + ((x.slot + x.told) * 2 + s - 1) % 200, x.begins, md5('m' || x.slot || '-' || x.joined)::uuid
          FROM (SELECT t.group_no, bench.member(t.first_user, t.users, t.group_no, t.size, t.j, t.slot, 0) AS member_no,
                       letter AS begins, t.slot, 0 AS joined, 0 AS told
                  FROM bench.slot t WHERE t.born = n AND t.source = s
                UNION ALL
                SELECT m.group_no, m.next_member, CASE m.kind WHEN 'c' THEN 'c' ELSE 'n' END::"char", m.slot, m.joined, m.told
                  FROM bench.move m WHERE m.night = n AND m.source = s) x
         ORDER BY x.group_no, x.member_no;
        SELECT count(*) FILTER (WHERE m.kind <> 'c') INTO joined
          FROM bench.move m WHERE m.night = n AND m.source = s;
        SELECT count(*) INTO created FROM bench.group_plan p WHERE p.born = n AND p.source = s AND n > 1;
        INSERT INTO directory.snapshot (source, outcome, baseline, rollcall_version, started_at, read_from, read_to,
               published_at, groups, memberships, users, groups_created, groups_deleted, members_joined, members_left,
               gaps, requests, retries, throttles, runs)
        SELECT s, 'published', baseline, '0.2.0', at - interval '20 minutes', at - interval '19 minutes',
               at - interval '1 minute', at, z.groups, z.groups * 20, z.users_of_first, created, deleted, joined, joined,
               0, z.groups * 1.2, 0, 0, 1
          FROM bench.size z;
        UPDATE directory.source SET users_read_at = at WHERE id = s;
    END LOOP;
END
$$;
