package dev.rollcall.answer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A history of nightly snapshots of any size, given to the encoder as the database would give it: names, ids and churn
 * like a company's, the same at each run.
 */
public final class SyntheticHistory {
    private static final String[] GIVEN = {
        "Anna",
        "Ben",
        "Chiara",
        "David",
        "Elif",
        "Farid",
        "Grace",
        "Hiroshi",
        "Ingrid",
        "João",
        "Katarzyna",
        "Liam",
        "Mei",
        "Nadia",
        "Olu",
        "Priya",
        "Quentin",
        "Rosa",
        "Søren",
        "Tomás",
        "Uma",
        "Viktor",
        "Wei",
        "Xenia",
        "Yusuf",
        "Zoë",
        "민준",
        "さくら",
        "Алексей",
        "فاطمة"
    };
    private static final String[] FAMILY = {
        "Almeida", "Bauer", "Chen", "Dubois", "Eriksson", "Fischer", "García", "Haddad", "Ivanova", "Jansen",
                "Kowalski",
        "Lindqvist", "Müller", "Nakamura", "O'Neil", "Petrov", "Quispe", "Rossi", "Schmidt", "Tanaka", "Ueda", "Vargas",
        "Wagner", "Xu", "Yılmaz", "Zimmermann", "Okafor", "Singh", "Nguyen", "Novák"
    };
    private static final String[] UNITS = {
        "Finance",
        "Payroll",
        "Platform",
        "Data",
        "Security",
        "Legal",
        "Sales",
        "Support",
        "Research",
        "Logistics",
        "Marketing",
        "Billing",
        "Network",
        "Mobile",
        "Audit",
        "Procurement"
    };
    private static final String[] ROLES = {
        "Readers", "Administrators", "Operators", "Developers", "Auditors", "On-call", "Power users", "Contractors"
    };
    private static final Instant FIRST = Instant.parse("2024-03-03T02:17:04.120480Z");

    private final Random random = new Random(7);
    private final int groups;
    private final int people;
    private final int current;
    private final int periods;
    private final long[] times;

    /**
     * A history.
     *
     * @param current memberships as of its end
     * @param periods of memberships, those included
     */
    public SyntheticHistory(int groups, int people, int current, int periods, int snapshots) {
        this.groups = groups;
        this.people = people;
        this.current = current;
        this.periods = periods;
        this.times = new long[snapshots];
        for (int i = 0; i < snapshots; i++) {
            times[i] = Microseconds.of(FIRST.plus(i, ChronoUnit.DAYS)) + random.nextInt(400_000_000);
        }
    }

    /** Writes a page of it, as the report would be. */
    public void writePage(String name, OutputStream out) throws IOException {
        page(name).writeTo(out);
    }

    private ReportPage page(String name) {
        TimeAxis axis = new TimeAxis(times);
        SourceColumns columns = new SourceColumns(axis);
        addGroups(columns.groups());
        addPeople(columns.people());
        columns.sort();
        long[] joined = new long[times.length];
        long[] left = new long[times.length];
        addMemberships(columns, joined, left);
        Map<String, @Nullable Object> about = about(name, joined, left);
        byte[] data = columns.compressed(about);
        return new ReportPage(name, FIRST.plus(times.length, ChronoUnit.DAYS), "0.0.0", List.of(about), List.of(data));
    }

    private void addGroups(GroupColumns to) {
        for (int i = 0; i < groups; i++) {
            String id = id();
            String name =
                    UNITS[random.nextInt(UNITS.length)] + " " + ROLES[random.nextInt(ROLES.length)] + " " + (i + 1);
            String description = i % 3 == 0 ? null : "Access of " + name.toLowerCase(Locale.ROOT);
            if (i % 25 == 7) {
                long renamed = times[1 + random.nextInt(times.length - 1)];
                to.add(i + 1, id, new Period(times[0], renamed, 'k', 'c'), "Old " + name, description, true);
                to.add(i + 1, id, new Period(renamed, TimeAxis.OPEN, 'c', '-'), name, description, true);
            } else {
                to.add(i + 1, id, new Period(times[0], TimeAxis.OPEN, 'k', '-'), name, description, true);
            }
        }
    }

    private void addPeople(PersonColumns to) {
        for (int i = 0; i < people; i++) {
            String given = GIVEN[random.nextInt(GIVEN.length)];
            String family = FAMILY[random.nextInt(FAMILY.length)];
            String login = "u" + (100_000 + i) + "@corp.example";
            to.add(i + 1, "user", id());
            String status = i % 40 == 3 ? "disabled" : "enabled";
            if (i % 20 == 7) {
                long renamed = times[1 + random.nextInt(times.length - 1)];
                String before = given + " " + FAMILY[random.nextInt(FAMILY.length)];
                to.addPeriod(new Period(times[0], renamed, 'k', 'c'), before, login, login, status);
                to.addPeriod(new Period(renamed, TimeAxis.OPEN, 'c', '-'), given + " " + family, login, login, status);
            } else {
                to.addPeriod(new Period(times[0], TimeAxis.OPEN, 'k', '-'), given + " " + family, login, login, status);
            }
        }
    }

    /** Groups of very different sizes: the first has 2% of all, most have a few dozen. */
    private void addMemberships(SourceColumns to, long[] joined, long[] left) {
        int[] order = to.groupOrder();
        double[] weights = new double[groups];
        double sum = 0;
        for (int i = 0; i < groups; i++) {
            weights[i] = 1 / Math.pow(i + 3.0, 0.6) + 0.002;
            sum += weights[i];
        }
        int giant = Math.min(people, Math.max(1, current / 50));
        for (int place = 0; place < order.length; place++) {
            int wanted = place == groups / 2 ? giant : (int) (weights[order[place] - 1] / sum * (current - giant)) + 1;
            int members = Math.min(people, wanted);
            int closed = (int) ((long) members * (periods - current) / current);
            addGroup(to, order[place], members, closed, joined, left);
        }
    }

    private void addGroup(SourceColumns to, int group, int members, int closed, long[] joined, long[] left) {
        record Row(int member, int begin, int end) {}
        List<Row> rows = new ArrayList<>();
        int step = Math.max(1, people / Math.max(1, members + closed));
        int member = random.nextInt(step);
        for (int i = 0; i < members + closed; i++) {
            int number = member % people + 1;
            member += 1 + random.nextInt(Math.max(1, 2 * step - 1));
            int one = random.nextInt(3) == 0 ? 0 : random.nextInt(times.length);
            int other = random.nextInt(times.length);
            boolean ended = random.nextInt(members + closed) < closed && one != other;
            rows.add(ended ? new Row(number, Math.min(one, other), Math.max(one, other)) : new Row(number, one, -1));
        }
        rows.sort(Comparator.comparingInt(Row::begin));
        Map<Integer, Integer> until = new HashMap<>();
        for (Row row : rows) {
            boolean ended = row.end() >= 0;
            // A person who wraps around into the same group again must not be in it twice at once.
            if (until.getOrDefault(row.member(), -1) < row.begin()) {
                until.put(row.member(), ended ? row.end() : Integer.MAX_VALUE);
                long end = ended ? times[row.end()] : TimeAxis.OPEN;
                char begins = row.begin() == 0 ? 'k' : 'n';
                to.memberships()
                        .add(group, row.member(), new Period(times[row.begin()], end, begins, ended ? 'g' : '-'));
                joined[row.begin()]++;
                left[ended ? row.end() : 0] += ended ? 1 : 0;
            }
        }
    }

    private Map<String, @Nullable Object> about(String name, long[] joined, long[] left) {
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("name", name);
        about.put("provider", "aws");
        about.put("identity_store_id", "d-1234567890");
        about.put("from", times[0]);
        about.put("to", times[times.length - 1] + 3_600_000_000L);
        about.put("cut", false);
        about.put("pruned", false);
        about.put("retired", false);
        about.put(
                "memberships", Arrays.stream(joined).sum() - Arrays.stream(left).sum());
        about.put("times", times);
        about.put("snapshots", snapshots(joined, left));
        return about;
    }

    private Map<String, Object> snapshots(long[] joined, long[] left) {
        Map<String, Object> columns = new LinkedHashMap<>();
        long[] memberships = new long[times.length];
        long now = 0;
        for (int i = 0; i < times.length; i++) {
            now += joined[i] - left[i];
            memberships[i] = now;
        }
        // What the first snapshot finds was there before.
        joined[0] = 0;
        columns.put("id", filled(i -> i + 1L));
        columns.put("baseline", filled(i -> i == 0));
        columns.put("read_from", filled(i -> times[i] - 400_000_000L));
        columns.put("read_to", filled(i -> times[i] - 2_000_000L));
        columns.put("memberships", filled(i -> memberships[i]));
        columns.put("groups", filled(i -> groups));
        columns.put("users", filled(i -> people));
        columns.put("members_joined", filled(i -> joined[i]));
        columns.put("members_left", filled(i -> left[i]));
        columns.put("gaps", filled(i -> 0));
        columns.put("requests", filled(i -> 6_599));
        columns.put("retries", filled(i -> 3));
        columns.put("throttles", filled(i -> 1));
        columns.put("runs", filled(i -> 1));
        columns.put("scope", filled(i -> "all"));
        columns.put("with_users", filled(i -> true));
        columns.put("sampled_groups", filled(i -> 20));
        columns.put("drifted_groups", filled(i -> 0));
        columns.put("rollcall_version", filled(i -> "0.1.0"));
        return columns;
    }

    private Object[] filled(IntFunction<Object> value) {
        Object[] values = new Object[times.length];
        Arrays.setAll(values, value);
        return values;
    }

    private String id() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
