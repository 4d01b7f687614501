package dev.rollcall.answer.evidence;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recomputes the chain of a source from docs/evidence.md and the readers' views, with nothing of Rollcall's own. */
final class StrangersChain {
    private static final List<String> SNAPSHOT = Arrays.stream(
                    ("snapshot_id baseline scope with_users rollcall_version read_from read_to runs requests retries"
                                    + " throttles sampled_groups drifted_groups groups memberships users groups_created"
                                    + " groups_changed groups_deleted members_joined members_left users_created"
                                    + " users_changed users_deleted consented_at consented_by")
                            .split(" "))
            .toList();

    /** A row of a view, by its columns. */
    private record Row(Map<String, @Nullable Object> values) {
        @Nullable
        Object get(String column) {
            return values.get(column);
        }

        String text(String column) {
            return Objects.requireNonNull(values.get(column)).toString();
        }

        OffsetDateTime time(String column) {
            return (OffsetDateTime) Objects.requireNonNull(values.get(column));
        }
    }

    private final Connection connection;
    private final String source;

    StrangersChain(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /** The links as they must be, given the kinds and the facts that only a link tells. */
    List<String> links() throws Exception {
        Map<String, String> principals = new HashMap<>();
        for (Row p : rows("principals")) {
            if (p.get("name") != null) {
                principals.put(p.text("name"), hash(field(p.get("salt")) + field(p.get("name"))));
            }
        }
        Map<String, List<byte[]>> sets = new HashMap<>();
        for (Row g : rows("group_periods")) {
            period(
                    sets,
                    "g",
                    g,
                    field(g.get("group_id"))
                            + field(g.get("members_read"))
                            + field(g.get("display_name"))
                            + field(g.get("description"))
                            + ids(g.text("external_ids"))
                            + field(g.get("created_at"))
                            + by(principals, g, "created_by")
                            + field(g.get("updated_at"))
                            + by(principals, g, "updated_by"));
        }
        for (Row m : rows("membership_periods")) {
            period(
                    sets,
                    "m",
                    m,
                    field(m.get("group_id"))
                            + field(m.get("member_type"))
                            + field(m.get("member_id"))
                            + field(m.get("membership_id"))
                            + field(m.get("created_at"))
                            + by(principals, m, "created_by"));
        }
        for (Row u : rows("user_periods")) {
            Object digest = u.get("digest") != null
                    ? u.get("digest")
                    : hash(field(u.get("salt"))
                            + field(u.get("user_name"))
                            + field(u.get("display_name"))
                            + field(u.get("email"))
                            + ids(u.text("external_ids")));
            period(
                    sets,
                    "u",
                    u,
                    field(u.get("user_id"))
                            + field(digest)
                            + field(u.get("status"))
                            + field(u.get("created_at"))
                            + by(principals, u, "created_by")
                            + field(u.get("updated_at"))
                            + by(principals, u, "updated_by"));
        }
        List<String> links = new ArrayList<>();
        String former = "";
        for (Row link : rows("chain")) {
            String at = micros(link.time("at"));
            List<String> told = told(link.text("facts"));
            StringBuilder facts = new StringBuilder(field("rollcall-chain-1")
                    + field(link.get("seq"))
                    + field(link.get("kind"))
                    + field(told.get(3))
                    + field(told.get(4))
                    + field(link.get("at")));
            switch (link.text("kind")) {
                case "published" -> {
                    Row snapshot = rows("snapshots").stream()
                            .filter(s -> s.text("snapshot_id").equals(link.text("snapshot_id")))
                            .findFirst()
                            .orElseThrow();
                    for (String column : SNAPSHOT) {
                        facts.append(field(snapshot.get(column)));
                    }
                    List<byte[]> gaps = new ArrayList<>();
                    for (Row gap : rows("gap_periods")) {
                        if (compare(gap.time("since"), at) <= 0
                                && (gap.get("until") == null || compare(gap.time("until"), at) > 0)) {
                            gaps.add(sha(field(gap.get("group_id")) + field(gap.get("since"))));
                        }
                    }
                    facts.append(set(gaps));
                    for (String kind : new String[] {"g", "m", "u"}) {
                        facts.append(set(sets.get(kind + " from " + at))).append(set(sets.get(kind + " to " + at)));
                    }
                }
                case "retired" -> {
                    for (String kind : new String[] {"g", "m", "u"}) {
                        facts.append(set(sets.get(kind + " to " + at)));
                    }
                }
                case "renamed" -> {}
                default -> told.subList(6, told.size()).forEach(value -> facts.append(field(value)));
            }
            former = hash(field(former) + field(facts.toString()));
            links.add(former);
        }
        return links;
    }

    private void period(Map<String, List<byte[]>> sets, String kind, Row row, String attributes) throws Exception {
        String record = attributes + field(row.get("valid_from")) + field(row.get("begins"));
        sets.computeIfAbsent(kind + " from " + micros(row.time("valid_from")), key -> new ArrayList<>())
                .add(sha(record));
        if (row.get("valid_to") != null) {
            sets.computeIfAbsent(kind + " to " + micros(row.time("valid_to")), key -> new ArrayList<>())
                    .add(sha(record + field(row.get("ends"))));
        }
    }

    /** Count and digest. */
    private static String set(@Nullable List<byte[]> hashes) throws Exception {
        List<byte[]> sorted = new ArrayList<>(hashes == null ? List.of() : hashes);
        sorted.sort((a, b) -> new BigInteger(1, a).compareTo(new BigInteger(1, b)));
        MessageDigest whole = MessageDigest.getInstance("SHA-256");
        for (int first = 0; first < 256; first++) {
            MessageDigest bucket = MessageDigest.getInstance("SHA-256");
            boolean empty = true;
            for (byte[] hash : sorted) {
                if ((hash[0] & 255) == first) {
                    bucket.update(hash);
                    empty = false;
                }
            }
            if (!empty) {
                whole.update(bucket.digest());
            }
        }
        return field(sorted.size()) + field(HexFormat.of().formatHex(whole.digest()));
    }

    private static String by(Map<String, String> principals, Row row, String column) {
        Object digest = row.get(column + "_digest");
        Object name = row.get(column);
        return field(digest != null ? digest : name == null ? null : principals.get(name.toString()));
    }

    private static String ids(String json) {
        JsonNode ids = JsonMapper.shared().readTree(json);
        StringBuilder fields = new StringBuilder(field(ids.size()));
        for (JsonNode id : ids) {
            fields.append(field(
                            id.get("issuer").isNull() ? null : id.get("issuer").asString()))
                    .append(field(id.get("id").asString()));
        }
        return fields.toString();
    }

    static String field(@Nullable Object value) {
        if (value == null) {
            return "-";
        }
        String text = value instanceof OffsetDateTime time
                ? micros(time)
                : value instanceof Boolean truth ? (truth ? "t" : "f") : value.toString();
        return text.getBytes(StandardCharsets.UTF_8).length + ":" + text;
    }

    private static String micros(OffsetDateTime time) {
        return String.valueOf(ChronoUnit.MICROS.between(OffsetDateTime.parse("1970-01-01T00:00:00Z"), time));
    }

    private static int compare(OffsetDateTime time, String micros) {
        return Long.compare(Long.parseLong(micros(time)), Long.parseLong(micros));
    }

    /** The facts of a link, none of which is null in the kinds for which this is asked. */
    private static List<String> told(String facts) {
        List<String> values = new ArrayList<>();
        byte[] bytes = facts.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; ) {
            if (bytes[at] == '-') {
                values.add("-");
                at++;
                continue;
            }
            int colon = at;
            while (bytes[colon] != ':') {
                colon++;
            }
            int length = Integer.parseInt(new String(bytes, at, colon - at, StandardCharsets.UTF_8));
            values.add(new String(bytes, colon + 1, length, StandardCharsets.UTF_8));
            at = colon + 1 + length;
        }
        return values;
    }

    private static byte[] sha(String text) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hash(String text) throws Exception {
        return HexFormat.of().formatHex(sha(text));
    }

    private List<Row> rows(String view) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM directory." + view + " WHERE source = '" + source
                        + "'" + (view.equals("chain") ? " ORDER BY seq" : ""))) {
            ResultSetMetaData columns = row.getMetaData();
            while (row.next()) {
                Map<String, @Nullable Object> values = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    boolean isTime = columns.getColumnTypeName(i).equals("timestamptz");
                    values.put(
                            columns.getColumnName(i),
                            isTime ? row.getObject(i, OffsetDateTime.class) : row.getObject(i));
                }
                rows.add(new Row(values));
            }
        }
        return rows;
    }
}
