package dev.rollcall.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything that the benchmark asks of an aged history: every view, every function, every file of {@code db/queries}. */
final class Questions {
    private static final Path FOLDER = Path.of("db", "queries");
    private static final Pattern VARIABLE = Pattern.compile("(?<!:):'(\\w+)'");

    /** Views that the questions written out below don't ask whole. */
    private static final List<String> SMALL = List.of(
            "groups",
            "users",
            "snapshots",
            "gaps",
            "gap_periods",
            "freshness",
            "last_runs",
            "running",
            "principals",
            "chain",
            "schema_version");

    /** What a query costs at most, in units; others by their parameters, or not at all. */
    private static final Map<String, Double> UNITS = Map.of(
            "largest-groups", 4.0,
            "empty-groups", 4.0,
            "users-in-no-group", 4.0,
            "users-in-many-groups", 4.0,
            "changes-of-the-last-snapshot", 2.0,
            "joined-and-left", 2.0);

    /** Asks {@code was_member} of each group of a person, which is judged by itself. */
    private static final String EACH_GROUP_OF_A_PERSON = "possible-groups-of-a-user";

    private final JdbcClient jdbc;
    private final Keys keys;
    private final Map<String, String> values = new HashMap<>();
    private final List<Question> questions = new ArrayList<>();

    /** What is asked for: a usual group, a person, and the group that was replaced whole. */
    record Keys(
            String groupId,
            String groupName,
            long groupVersions,
            String memberId,
            String userName,
            long memberVersions,
            String giantId,
            String replacedFrom,
            String replacedTo,
            String middle,
            String day,
            String quarter,
            String end) {}

    private Questions(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.keys = jdbc.sql(KEYS).query(Keys.class).single();
        values.put("at", keys.middle());
        values.putAll(Map.of(
                "source", "acme",
                "as_of", keys.middle(),
                "from", keys.replacedFrom(),
                "to", keys.replacedTo(),
                "since", keys.quarter(),
                "top", "20",
                "more_than", "50",
                "limit", "1000",
                "other_group", keys.giantId()));
    }

    /** The questions to ask of this database. */
    static List<Question> of(JdbcClient jdbc) {
        Questions all = new Questions(jdbc);
        all.byId();
        all.changes();
        all.whole();
        all.queries();
        return List.copyOf(all.questions);
    }

    private static final String KEYS = """
            WITH place AS (
                SELECT h.group_no
                  FROM directory.memberships_history h
                  JOIN directory.group_key k ON k.no = h.group_no AND k.source = 1
                 WHERE h.valid_to = 'infinity'
                 GROUP BY h.group_no
                HAVING count(*) BETWEEN 30 AND 50
                 ORDER BY h.group_no LIMIT 1
            ), giant AS (
                SELECT h.group_no, h.valid_from AS replaced
                  FROM directory.memberships_history h
                 WHERE h.begins = 'n'
                 GROUP BY h.group_no, h.valid_from
                 ORDER BY count(*) DESC LIMIT 1
            ), person AS (
                SELECT h.member_no
                  FROM directory.memberships_history h
                  JOIN giant g ON g.group_no = h.group_no
                  JOIN directory.users_history u ON u.user_no = h.member_no AND u.valid_to = 'infinity'
                 WHERE h.valid_to = 'infinity'
                 ORDER BY h.member_no LIMIT 1
            ), published AS (
                SELECT min(n.published_at) AS first, max(n.published_at) AS last FROM directory.snapshot n
            )
            SELECT k.group_id,
                   (SELECT h.display_name FROM directory.groups_history h
                     WHERE h.group_no = k.no AND h.valid_to = 'infinity') AS group_name,
                   (SELECT count(*) FROM directory.memberships_history h WHERE h.group_no = k.no)
                       + (SELECT count(*) FROM directory.groups_history h WHERE h.group_no = k.no) AS group_versions,
                   n.member_id,
                   (SELECT h.user_name FROM directory.users_history h
                     WHERE h.user_no = n.no AND h.valid_to = 'infinity') AS user_name,
                   (SELECT count(*) FROM directory.memberships_history h WHERE h.member_no = n.no)
                       + (SELECT count(*) FROM directory.users_history h WHERE h.user_no = n.no) AS member_versions,
                   b.group_id AS giant_id,
                   (g.replaced - interval '1 hour')::text AS replaced_from,
                   (g.replaced + interval '23 hours')::text AS replaced_to,
                   (p.first + (p.last - p.first) / 2)::text AS middle,
                   (p.last - interval '23 hours')::text AS day,
                   (p.last - interval '90 days')::text AS quarter,
                   (p.last + interval '1 second')::text AS end
              FROM place x, giant g, person e, published p, directory.group_key k, directory.member_key n,
                   directory.group_key b
             WHERE k.no = x.group_no AND n.no = e.member_no AND b.no = g.group_no
            """;

    private void byId() {
        String group = " WHERE source = 'acme' AND group_id = '" + keys.groupId() + "'";
        String member = " WHERE source = 'acme' AND member_id = '" + keys.memberId() + "'";
        String user = " WHERE source = 'acme' AND user_id = '" + keys.memberId() + "'";
        String then = "_as_of('" + keys.middle() + "')";
        for (String relation : List.of(
                "groups",
                "memberships",
                "group_periods",
                "membership_periods",
                "changes",
                "groups" + then,
                "memberships" + then)) {
            byId("one group, by id: " + shown(relation), relation + group, keys.groupVersions());
        }
        for (String relation : List.of("memberships", "membership_periods", "changes", "memberships" + then)) {
            byId("one person, by id: " + shown(relation), relation + member, keys.memberVersions());
        }
        for (String relation : List.of("users", "user_periods", "users" + then)) {
            byId("one person, by id: " + shown(relation), relation + user, keys.memberVersions());
        }
        if (jdbc.sql("SELECT to_regproc('directory.was_member') IS NOT NULL")
                .query(Boolean.class)
                .single()) {
            questions.add(Question.byId(
                    "was_member",
                    "SELECT * FROM directory.was_member('acme', '%s', '%s', '%s')"
                            .formatted(keys.groupId(), keys.memberId(), keys.middle()),
                    keys.groupVersions() + keys.memberVersions()));
        }
    }

    private void byId(String what, String from, long versions) {
        questions.add(Question.byId(what, "SELECT * FROM directory." + from, versions));
    }

    private void changes() {
        within(2, "changes of a day", "changes WHERE changed_at >= '" + keys.day() + "'");
        within(
                2,
                "changes of the giant group's day",
                "changes WHERE changed_at >= '%s' AND changed_at < '%s'"
                        .formatted(keys.replacedFrom(), keys.replacedTo()));
        within(
                2,
                "changes of the giant group's day, that group alone",
                "changes WHERE source = 'acme' AND group_id = '%s' AND changed_at >= '%s' AND changed_at < '%s'"
                        .formatted(keys.giantId(), keys.replacedFrom(), keys.replacedTo()));
        within(15, "changes of 90 days", "changes WHERE changed_at >= '" + keys.quarter() + "'");
        questions.add(Question.within(60, "changes, counted", "SELECT count(*) FROM directory.changes"));
        within(200, "changes, all", "changes");
    }

    private void whole() {
        within(10, "memberships, all", "memberships");
        within(10, "memberships_as_of, all, in the middle", "memberships_as_of('" + keys.middle() + "')");
        within(10, "memberships_as_of, all, now", "memberships_as_of('" + keys.end() + "')");
        within(2, "groups_as_of, all, in the middle", "groups_as_of('" + keys.middle() + "')");
        within(2, "groups_as_of, all, now", "groups_as_of('" + keys.end() + "')");
        within(1.5, "users_as_of, all, in the middle", "users_as_of('" + keys.middle() + "')");
        within(1.5, "users_as_of, all, now", "users_as_of('" + keys.end() + "')");
        questions.add(Question.stated("coverage", "SELECT * FROM directory.coverage('" + keys.middle() + "')"));
        for (String view : SMALL) {
            questions.add(Question.stated(view + ", all", "SELECT * FROM directory." + view));
        }
        for (String view : List.of("group_periods", "user_periods", "membership_periods")) {
            questions.add(Question.stated(view + ", all", "SELECT * FROM directory." + view));
        }
    }

    private void within(double units, String what, String from) {
        questions.add(Question.within(units, what, "SELECT * FROM directory." + from));
    }

    private void queries() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
                query(file.getFileName().toString().replace(".sql", ""), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void query(String name, String text) {
        String sql = text.lines()
                .filter(line -> !line.strip().startsWith("--"))
                .reduce("", (before, line) -> before + line + "\n")
                .strip()
                .replaceFirst(";$", "");
        double units = UNITS.getOrDefault(name, 0.0);
        boolean group = sql.contains(":'group'");
        if (group && !sql.contains(":'other_group'")) {
            questions.add(Question.byId(
                    "query " + name + ", by id", filled(sql, "group", keys.groupId()), keys.groupVersions()));
            questions.add(Question.within(2, "query " + name + ", by name", filled(sql, "group", keys.groupName())));
        } else if (name.equals(EACH_GROUP_OF_A_PERSON)) {
            questions.add(Question.stated("query " + name, filled(sql, "user", keys.memberId())));
        } else if (sql.contains(":'user'")) {
            questions.add(Question.byId(
                    "query " + name + ", by id", filled(sql, "user", keys.memberId()), keys.memberVersions()));
            questions.add(Question.within(2, "query " + name + ", by name", filled(sql, "user", keys.userName())));
        } else {
            questions.add(Question.within(units, "query " + name, filled(sql, "group", keys.groupId())));
        }
    }

    /** Puts values in place as psql does. A time that is asked with a parameter of its own counts from the quarter on. */
    private String filled(String sql, String name, String value) {
        return VARIABLE.matcher(sql).replaceAll(variable -> {
            String found = variable.group(1).equals(name) ? value : values.get(variable.group(1));
            if (found == null) {
                throw new IllegalArgumentException("no value for the parameter " + variable.group(1));
            }
            return Matcher.quoteReplacement("'" + found.replace("'", "''") + "'");
        });
    }

    private static String shown(String relation) {
        return relation.replaceFirst("\\(.*", "");
    }
}
