-- Plans two directories. Takes bench.scale, of a million current memberships in 50,000 groups and 200,000 users;
-- bench.second, of how many groups and users one belongs to the second source; and bench.nights, over which groups and users
-- come and go.
CREATE SCHEMA bench;

CREATE TABLE bench.size AS
SELECT current_setting('bench.nights')::int AS nights,
       s.second,
       ceil(50000 * s.scale)::int AS groups,
       ceil(200000 * s.scale * (s.second - 1) / s.second)::int AS users_of_first,
       ceil(200000 * s.scale / s.second)::int AS users_of_second,
       ceil(13861 * s.scale)::int AS giant,
       current_setting('bench.nights')::int / 2 AS giant_replaced
  FROM (SELECT current_setting('bench.scale')::float8 AS scale, current_setting('bench.second')::int AS second) s;

SELECT setseed(0.5);

-- Group 1 is the giant; it and group 5 have a version for each night. One group in fifty is empty, one in twenty is created
-- later, and one in twenty deleted.
CREATE TABLE bench.group_plan AS
SELECT i AS no,
       CASE WHEN i % z.second = 0 THEN 2 ELSE 1 END AS source,
       CASE WHEN i = 1 THEN z.giant WHEN i % 50 = 7 THEN 0 ELSE (10 / sqrt(i::float8 / z.groups))::int END AS size,
       CASE WHEN i % 20 = 3 THEN 2 + floor(random() * (z.nights - 2))::int ELSE 1 END AS born,
       CASE WHEN i % 20 = 13 THEN 2 + floor(random() * (z.nights - 2))::int ELSE z.nights + 1 END AS dies
  FROM bench.size z, generate_series(1, z.groups) i;

CREATE TABLE bench.user_plan AS
SELECT i AS no,
       CASE WHEN i > z.users_of_first THEN 2 ELSE 1 END AS source,
       CASE WHEN i % 20 = 3 THEN 2 + floor(random() * (z.nights - 2))::int ELSE 1 END AS born,
       CASE WHEN i % 20 = 13 THEN 2 + floor(random() * (z.nights - 2))::int ELSE z.nights + 1 END AS dies
  FROM bench.size z, generate_series(1, z.users_of_first + z.users_of_second) i;

-- Each current membership is a slot of its group, which one member after the other fills.
CREATE VIEW bench.slot_plan AS
SELECT p.before + j AS slot,
       p.no AS group_no,
       p.source,
       p.size,
       p.born,
       p.dies,
       j - 1 AS j,
       CASE p.source WHEN 1 THEN 1 ELSE 1 + z.users_of_first END AS first_user,
       CASE p.source WHEN 1 THEN z.users_of_first ELSE z.users_of_second END AS users
  FROM (SELECT g.*, sum(g.size) OVER (ORDER BY g.no) - g.size AS before FROM bench.group_plan g) p
 CROSS JOIN bench.size z
 CROSS JOIN LATERAL generate_series(1, p.size) j;

-- The member that fills a slot as the turn-th. In one slot of ten two take turns: they rejoin. Written so that it is inlined.
CREATE FUNCTION bench.member(first_user int, users int, group_no int, size int, j int, slot bigint, turn bigint) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
    SELECT (first_user
        + ((j + size * (CASE WHEN slot % 10 = 0 THEN turn % 2 ELSE turn END
                        % greatest(1, users / greatest(1, size)))) * 104729
            + group_no * 7919::bigint) % users)::int
$$;
