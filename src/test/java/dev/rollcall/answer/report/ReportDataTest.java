package dev.rollcall.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A page holds every period that the readers' views tell, in the form that is documented. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportDataTest {
    private static final String[] BEGINS = {"known", "new", "continued"};
    private static final String[] ENDS = {"-", "gone", "unscoped", "retired", "continued"};

    @SuppressWarnings("NullAway.Init")
    private ReportFixture fixture;

    @BeforeAll
    void open() {
        fixture = new ReportFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void holdsEveryPeriodOfEveryMembership() {
        assertThat(memberships(data()))
                .containsExactlyInAnyOrderElementsOf(fixture.store.rows("""
                        SELECT group_id, member_id, valid_from, valid_to, begins, ends
                          FROM directory.membership_periods WHERE source = 'acme'
                        """).stream()
                        .map(ReportDataTest::row)
                        .toList());
    }

    @Test
    void holdsWhatGroupsWereCalledWhen() {
        PageData data = data();
        List<String> names = new ArrayList<>();
        List<Integer> periods = data.numbers("group.periods");
        List<Integer> differences = data.signed("group.name");
        int period = 0;
        int name = 0;
        for (int group = 0; group < periods.size(); group++) {
            for (int i = 0; i < periods.get(group); i++, period++) {
                name += differences.get(period);
                names.add(data.texts("group.id").get(group) + "|"
                        + data.table("group-name").get(name) + "|"
                        + data.table("description")
                                .get(data.numbers("group.description").get(period)) + "|"
                        + period(data, "group", period));
            }
        }
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(fixture.store
                        .jdbc
                        .sql("""
                        SELECT group_id, display_name, description, valid_from, valid_to, begins, ends
                          FROM directory.group_periods WHERE source = 'acme'
                        """)
                        .query((row, n) -> row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3) + "|"
                                + time(row.getTimestamp(4)) + "|" + time(row.getTimestamp(5)) + "|" + row.getString(6)
                                + "|" + orDash(row.getString(7)))
                        .list());
    }

    @Test
    void refersToTimesAtWhichReadersSawSomethingChange() {
        assertThat(times(data())).isEqualTo(fixture.published("acme"));
    }

    @Test
    void laterBeginningLeavesOutWhatEndedBeforeAndTellsTheRest() {
        List<Instant> published = fixture.published("acme");
        Instant between = published.get(1).plus(1, ChronoUnit.MICROS);
        PageData data = data(new Span(between, Instant.now()));

        assertThat(times(data)).isEqualTo(published.subList(1, 3));
        assertThat(data.texts("group.id")).contains("platform").doesNotContain("doomed");
        assertThat(memberships(data))
                .contains("finance|anna|before|-|known|-", "platform|chen|" + published.get(1) + "|-|new|-")
                .noneMatch(row -> row.startsWith("doomed|"));
    }

    @Test
    void earlierEndLeavesOutWhatBeganLater() {
        List<Instant> published = fixture.published("acme");
        PageData data = data(new Span(PointInTime.LEAST, published.get(0)));

        assertThat(times(data)).isEqualTo(published.subList(0, 1));
        assertThat(memberships(data)).contains("finance|chen|" + published.get(0) + "|-|known|-");
        assertThat(data.table("group-name")).doesNotContain("Platform Engineering");
    }

    @Test
    void tellsNoMembershipIdAndNobodyWhoCreatedAnything() {
        String page =
                new String(fixture.bytes(new Span(PointInTime.LEAST, Instant.now()), "acme"), StandardCharsets.UTF_8);
        for (String column : List.of("group.id", "person.id")) {
            assertThat(data().texts(column)).noneMatch(text -> text.contains("arn:aws:iam"));
        }
        assertThat(page).doesNotContain("finance/anna", "arn:aws:iam");
    }

    private PageData data() {
        return data(new Span(PointInTime.LEAST, Instant.now()));
    }

    private PageData data(Span span) {
        return PageData.of(new String(fixture.bytes(span, "acme"), StandardCharsets.UTF_8))
                .get(0);
    }

    private static List<String> memberships(PageData data) {
        List<String> memberships = new ArrayList<>();
        List<Integer> counts = data.numbers("membership.periods");
        List<Integer> differences = data.numbers("membership.person");
        int period = 0;
        for (int group = 0; group < counts.size(); group++) {
            int person = 0;
            for (int i = 0; i < counts.get(group); i++, period++) {
                person += differences.get(period);
                memberships.add(data.texts("group.id").get(group) + "|"
                        + data.texts("person.id").get(person) + "|" + period(data, "membership", period));
            }
        }
        return memberships;
    }

    private static String period(PageData data, String columns, int period) {
        int begin = data.numbers(columns + ".begin").get(period);
        int length = data.numbers(columns + ".length").get(period);
        int kind = data.numbers(columns + ".kind").get(period);
        List<Instant> times = times(data);
        return (begin == 0 ? "before" : times.get(begin - 1)) + "|"
                + (length == 0 ? "-" : times.get(begin + length - 1)) + "|" + BEGINS[kind / 5] + "|" + ENDS[kind % 5];
    }

    private static List<Instant> times(PageData data) {
        List<Instant> times = new ArrayList<>();
        for (JsonNode time : data.head().get("times")) {
            times.add(Instant.EPOCH.plus(time.asLong(), ChronoUnit.MICROS));
        }
        return times;
    }

    private static String row(String row) {
        String[] cells = row.split("\\|", -1);
        return cells[0] + "|" + cells[1] + "|" + Instant.parse(cells[2].replace("+00:00", "Z")) + "|"
                + (cells[3].equals("-") ? "-" : Instant.parse(cells[3].replace("+00:00", "Z"))) + "|" + cells[4] + "|"
                + cells[5];
    }

    private static String time(java.sql.@org.jspecify.annotations.Nullable Timestamp time) {
        return time == null ? "-" : time.toInstant().toString();
    }

    private static String orDash(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "-" : text;
    }
}
