-- Stages what lists groups and users, as a run that read all of a directory would have, which directory.sql planned.
CREATE FUNCTION bench.stage_listings(new bigint, s integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    made timestamptz := '2025-06-01';
    maker text := 'arn:aws:sts::111122223333:assumed-role/admin/person';
BEGIN
    INSERT INTO staging.groups (snapshot, group_id, group_no, reading, display_name, description, external_ids, created_at,
           created_by, updated_at, updated_by, expected)
    SELECT new, md5('g' || p.no)::uuid, p.no, 0, 'Group ' || lpad(p.no::text, 7, '0'), 'What group ' || p.no || ' is for',
           '[]', made + make_interval(secs => p.no), maker || p.no % 200, made + make_interval(secs => p.no),
           maker || p.no % 200, p.size
      FROM bench.group_plan p WHERE p.source = s;

    INSERT INTO staging.group_checkpoint (snapshot, group_no, state, pages, memberships, requests)
    SELECT new, p.no, 'complete', greatest(1, ceil(p.size / 100.0)), p.size, greatest(1, ceil(p.size / 100.0))
      FROM bench.group_plan p WHERE p.source = s;

    INSERT INTO staging.users (snapshot, user_id, reading, user_name, display_name, email, status, external_ids, created_at,
           created_by, updated_at, updated_by)
    SELECT new, md5('u' || p.no)::uuid, 0, 'user' || p.no, 'Person ' || p.no, 'user' || p.no || '@example.org', 'enabled',
           jsonb_build_array(jsonb_build_object('issuer', 'https://idp.example.org', 'id', md5('x' || p.no))),
           made + make_interval(secs => p.no), maker || p.no % 200, made + make_interval(secs => p.no), maker || p.no % 200
      FROM bench.user_plan p WHERE p.source = s;

    INSERT INTO staging.listing_checkpoint (snapshot, listing, complete, pages, items, requests)
    SELECT new, x.listing, true, ceil(x.items / 100.0), x.items, ceil(x.items / 100.0)
      FROM (SELECT 'groups' AS listing, count(*) AS items FROM bench.group_plan p WHERE p.source = s
            UNION ALL
            SELECT 'users', count(*) FROM bench.user_plan p WHERE p.source = s) x;
END
$$;

-- Stages its memberships: those of the groups that are part `part` of so many, since several sessions are quicker than one.
CREATE FUNCTION bench.stage_memberships(new bigint, s integer, part integer, parts integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    made timestamptz := '2025-06-01';
    maker text := 'arn:aws:sts::111122223333:assumed-role/admin/person';
BEGIN
    INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id, created_at,
           created_by)
    SELECT new, t.group_no, 0, t.j / 100 * 10000 + t.j % 100, 'user',
           md5('u' || bench.member(t.first_user, t.users, t.group_no, t.size, t.j, t.slot, 0))::uuid,
           md5('m' || t.slot || '-0')::uuid, made + make_interval(secs => t.slot % 1000000), maker || t.slot % 200
      FROM bench.slot_plan t WHERE t.source = s AND t.group_no % parts = part;
END
$$;

-- Has another member in one staged membership of `changed`.
CREATE FUNCTION bench.change_staged(new bigint, s integer, changed integer) RETURNS void LANGUAGE sql AS $$
    UPDATE staging.memberships m
       SET member_id = md5('u' || bench.member(t.first_user, t.users, t.group_no, t.size, t.j, t.slot, 1))::uuid,
           membership_id = md5('m' || t.slot || '-1')::uuid
      FROM bench.slot_plan t
     WHERE t.source = s AND t.slot % changed = 0
       AND m.snapshot = new AND m.group_no = t.group_no AND m.reading = 0 AND m.seq = t.j / 100 * 10000 + t.j % 100
$$;
