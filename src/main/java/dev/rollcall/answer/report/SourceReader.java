package dev.rollcall.answer.report;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.database.SqlFile;
import dev.rollcall.database.Timestamps;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Reads sources' histories in the one state of the database that a session sees, row by row. */
final class SourceReader {
    private static final String SOURCE = SqlFile.read(SourceReader.class, "report-source");
    private static final String SNAPSHOTS = SqlFile.read(SourceReader.class, "report-snapshots");
    private static final String ENDS = SqlFile.read(SourceReader.class, "report-ends");
    private static final String GROUPS = SqlFile.read(SourceReader.class, "report-groups");
    private static final String PEOPLE = SqlFile.read(SourceReader.class, "report-people");
    private static final String MEMBERSHIPS = SqlFile.read(SourceReader.class, "report-memberships");
    private static final String GAPS = SqlFile.read(SourceReader.class, "report-gaps");

    private final ReadSession session;
    private final JdbcClient jdbc;

    SourceReader(ReadSession session) {
        this.session = session;
        this.jdbc = session.jdbc();
    }

    ReportedSource source(String name) {
        return jdbc.sql(SOURCE)
                .param("name", name)
                .query((row, n) -> new ReportedSource(
                        row.getInt("id"),
                        row.getString("name"),
                        row.getString("provider"),
                        row.getString("identity_store_id"),
                        Timestamps.read(row, "pruned_before")))
                .single();
    }

    Timeline timeline(ReportedSource source) {
        List<Timeline.Event> events = new ArrayList<>();
        each(jdbc.sql(SNAPSHOTS).param("source", source.id()), row -> {
            Map<String, @Nullable Object> columns = columns(row);
            events.add(new Timeline.Event(Objects.requireNonNull(Timestamps.read(row, "published_at")), columns));
            Instant retiredAt = Timestamps.read(row, "retired_at");
            if (retiredAt != null) {
                events.add(new Timeline.Event(retiredAt, Map.of()));
            }
        });
        return new Timeline(events, source.prunedBefore());
    }

    /** How many periods of memberships in a part end when; those that go on by the last instant there is. */
    Map<Instant, Long> ends(ReportedSource source, Timeline.Part part) {
        Map<Instant, Long> ends = new HashMap<>();
        each(
                bounded(ENDS, source, part),
                row -> ends.put(row.getObject("valid_to", OffsetDateTime.class).toInstant(), row.getLong("periods")));
        return ends;
    }

    SourceColumns read(ReportedSource source, Timeline.Part part) {
        SourceColumns columns = new SourceColumns(part.axis());
        each(
                bounded(GROUPS, source, part),
                row -> columns.groups()
                        .add(
                                row.getInt("no"),
                                row.getString("group_id"),
                                period(row),
                                row.getString("display_name"),
                                row.getString("description"),
                                row.getBoolean("members_read")));
        each(bounded(PEOPLE, source, part), row -> person(columns.people(), row));
        columns.sort();
        each(
                bounded(MEMBERSHIPS, source, part).param("groups", array(columns.groupOrder())),
                row -> columns.memberships().add(row.getInt("group_no"), row.getInt("member_no"), period(row)));
        each(
                bounded(GAPS, source, part),
                row -> columns.gaps()
                        .add(
                                row.getInt("no"),
                                row.getString("group_id"),
                                Microseconds.read(row, "since"),
                                Microseconds.read(row, "until"),
                                row.getString("reason")));
        return columns;
    }

    private static void person(PersonColumns people, ResultSet row) throws SQLException {
        int number = row.getInt("no");
        if (!people.isLast(number)) {
            people.add(number, row.getString("member_type"), row.getString("member_id"));
        }
        if (row.getString("begins") != null) {
            people.addPeriod(
                    period(row),
                    row.getString("display_name"),
                    row.getString("user_name"),
                    row.getString("email"),
                    row.getString("status"));
        }
    }

    private static Period period(ResultSet row) throws SQLException {
        return new Period(
                Microseconds.read(row, "valid_from"),
                Microseconds.read(row, "valid_to"),
                row.getString("begins").charAt(0),
                row.getString("ends").charAt(0));
    }

    private StatementSpec bounded(String sql, ReportedSource source, Timeline.Part part) {
        return jdbc.sql(sql)
                .param("source", source.id())
                .param("first", part.events().get(0).at().atOffset(ZoneOffset.UTC))
                .param("last", part.last().at().atOffset(ZoneOffset.UTC));
    }

    private static void each(StatementSpec statement, RowCallbackHandler row) {
        statement.query(row);
    }

    private Array array(int[] numbers) {
        try {
            return session.connection()
                    .createArrayOf("int4", Arrays.stream(numbers).boxed().toArray());
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't make an array", e);
        }
    }

    /** The row by names of columns, times as microseconds. */
    private static Map<String, @Nullable Object> columns(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        ResultSetMetaData names = row.getMetaData();
        for (int i = 1; i <= names.getColumnCount(); i++) {
            String name = names.getColumnName(i);
            Object value = row.getObject(i);
            if (value instanceof Timestamp) {
                value = Microseconds.of(Objects.requireNonNull(Timestamps.read(row, name)));
            }
            columns.put(name, value);
        }
        return columns;
    }
}
