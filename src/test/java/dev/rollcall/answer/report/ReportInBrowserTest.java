package dev.rollcall.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.ColorScheme;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.browser.BrowserFixture;
import dev.rollcall.browser.NeedsBrowser;
import dev.rollcall.browser.OpenedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The report in a browser, opened from disk. Closing a page asserts that it kept silent and asked nobody. */
@NeedsBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserTest {
    private static final NewContextOptions DESKTOP = new NewContextOptions().setViewportSize(1280, 900);

    @SuppressWarnings("NullAway.Init")
    private ReportFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private BrowserFixture browser;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeAll
    void open() {
        fixture = new ReportFixture();
        browser = new BrowserFixture();
        file = fixture.page("acme", "emea");
    }

    @AfterAll
    void close() {
        browser.close();
        fixture.close();
    }

    @Test
    void opensWithTheTotalsOfTheDatabase() {
        try (OpenedPage page = browser.open(file)) {
            assertThat(page.texts("#facts b").subList(0, 3)).isEqualTo(totalsNow());
            assertThat(page.text("#about")).contains("acme", "d-acme", "3 snapshots");
            assertThat(page.text("#count")).isEqualTo(totalsNow().get(1) + " groups");
        }
    }

    @Test
    void showsEveryTimeAsItWas() {
        try (OpenedPage page = browser.open(file)) {
            List<Instant> times = fixture.published("acme");
            for (int i = times.size() - 1; i >= 0; i--) {
                assertThat(page.texts("#facts b").subList(0, 3)).isEqualTo(totalsAsOf(times.get(i)));
                page.find("#slider").press("ArrowLeft");
            }
            assertThat(page.find("#earlier").isDisabled()).isTrue();
            page.find("#latest").click();
            assertThat(page.texts("#facts b").subList(0, 3)).isEqualTo(totalsNow());
        }
    }

    @Test
    void findsGroupsAndPeopleAsOneTypes() {
        try (OpenedPage page = browser.open(file)) {
            page.find("#search").pressSequentially("FINANCE read");
            assertThat(page.texts("#list tbody a")).containsExactly("Finance Readers");
            assertThat(page.text("#count")).startsWith("1 of ");

            page.find("#search").fill("");
            page.find("#views a:has-text('People')").click();
            page.find("#search").pressSequentially("eclair");
            assertThat(page.texts("#list tbody a")).containsExactly("e\u0301clair");
        }
    }

    @Test
    void opensAGroupToItsMembersTheirPeriodsAndItsNames() {
        try (OpenedPage page = browser.open(file)) {
            page.find("#list tbody a:has-text('Platform Engineering')").click();

            assertThat(page.text("#detail-title")).isEqualTo("Platform Engineering");
            assertThat(page.texts("#list tbody a")).containsExactlyInAnyOrder("BEN", "CHEN");
            assertThat(page.texts(".names li")).hasSize(2);
            assertThat(page.text(".names")).contains("Platform Engineering", "Runs everything");
            assertThat(page.text("#detail .detail-facts")).contains("Could not be read");

            page.page().goBack();
            assertThat(page.find("#detail-title").count()).isZero();
            page.page().goForward();
            assertThat(page.text("#detail-title")).isEqualTo("Platform Engineering");
        }
    }

    @Test
    void opensAPersonToTheirGroupsOverTime() {
        try (OpenedPage page = browser.open(file, "#view=person&id=chen", DESKTOP)) {
            assertThat(page.texts("#list tbody a")).containsExactly("Finance Readers", "Platform Engineering");
            page.find("#ever").check();
            assertThat(page.texts("#list tbody a"))
                    .containsExactly("Finance Readers", "Finance Readers", "Platform Engineering");
        }
    }

    @Test
    void linkRestoresWhatWasShown() {
        String at = PointInTime.format(fixture.published("acme").get(0));
        try (OpenedPage page = browser.open(file, "#view=people&at=" + at + "&q=an&sort=login.desc&ever=1", DESKTOP)) {
            assertThat(page.find("#search").inputValue()).isEqualTo("an");
            assertThat(page.find("#slider").inputValue()).isEqualTo("0");
            assertThat(page.find("#ever").isChecked()).isTrue();
            assertThat(page.find("th[aria-sort=descending]").textContent()).contains("User name");
            assertThat(page.texts("#list tbody a")).contains("ANNA").doesNotContain("Anna Newname");
        }
    }

    @Test
    void linkToWhatIsNotKnownSaysSo() {
        String last = PointInTime.format(fixture.published("acme").get(0));
        String hash = "#source=gone&at=2001-02-03&from=1999-01-01&to=" + last + "&view=changes&a=tomorrow";
        try (OpenedPage page = browser.open(file, hash, DESKTOP)) {
            assertThat(page.texts("#asked p"))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .contains("the source gone,")
                                    .endsWith("shown is acme."),
                            line -> assertThat(line).contains("3 Feb 2001, 00:00 UTC, of which nothing is known here"),
                            line -> assertThat(line).contains("1 Jan 1999, 00:00 UTC"),
                            line -> assertThat(line).endsWith("tomorrow, which is no time."));
        }
        try (OpenedPage page = browser.open(file, "#at=" + last, DESKTOP)) {
            assertThat(page.find("#asked").isHidden()).isTrue();
        }
    }

    @Test
    void tellsWhatChangedBetweenTwoTimes() {
        List<Instant> times = fixture.published("acme");
        String hash = "#view=changes&a=" + PointInTime.format(times.get(0)) + "&b=" + PointInTime.format(times.get(1));
        try (OpenedPage page = browser.open(file, hash, DESKTOP)) {
            assertThat(page.texts(".chip"))
                    .contains(
                            "Joined 2",
                            "Left 2",
                            "Group gone 1",
                            "Group changed 1",
                            "Person created 1",
                            "Person changed 1");
            page.find(".chip:has-text('Group changed')").click();
            assertThat(page.text("#list tr[data-place]"))
                    .contains("Platform → Platform Engineering", "none → Runs everything");
        }
    }

    @Test
    void hostileNamesAreTextAndHideNothing() {
        try (OpenedPage page = browser.open(file, "#q=hostile", DESKTOP)) {
            for (int i = 0; i < ReportFixture.HOSTILE.size(); i++) {
                page.find("#search").fill("hostile-group" + i);
                assertThat(page.texts("#list tbody a bdi"))
                        .filteredOn(text -> !text.isEmpty())
                        .contains(visible(ReportFixture.HOSTILE.get(i)));
            }
            assertThat(page.find("#list img").count()).isZero();
        }
    }

    @Test
    void downloadsWhatIsShownByTheRuleOfTheProgram() throws IOException {
        try (OpenedPage page = browser.open(file)) {
            page.find("#search").fill("hyperlink");
            Download download =
                    page.page().waitForDownload(() -> page.find("#download").click());

            assertThat(download.suggestedFilename()).startsWith("acme-groups-").endsWith(".csv");
            assertThat(Files.readString(download.path()))
                    .isEqualTo("source,group_id,display_name,description,member_count\r\n"
                            + "\"acme\",\"hostile-group8\",\"'=HYPERLINK(\"\"http://x\"\")\","
                            + "\"'=HYPERLINK(\"\"http://x\"\")\",1\r\n");
        }
    }

    @Test
    void sortsByAColumnAndBackwards() {
        try (OpenedPage page = browser.open(file, "#view=groups&q=r", DESKTOP)) {
            page.find("th button:has-text('Members')").click();
            assertThat(page.find("th[aria-sort=descending]").textContent()).contains("Members");
            List<Integer> members = page.texts("#list tbody td.number").stream()
                    .map(Integer::valueOf)
                    .toList();
            assertThat(members).isSortedAccordingTo(Comparator.reverseOrder()).hasSizeGreaterThan(3);
            page.find("th button:has-text('Members')").click();
            assertThat(page.find("th[aria-sort=ascending]").textContent()).contains("Members");
        }
    }

    @Test
    void listsSnapshotsInPlaceOfTheChart() {
        try (OpenedPage page = browser.open(file)) {
            page.find("#span-table").click();
            assertThat(page.texts("#list tr[data-place]")).hasSize(3);
            page.find("#list tr[data-place] a").last().click();
            assertThat(page.find("#slider").inputValue()).isEqualTo("0");
        }
    }

    @Test
    void severalSourcesAreOnePage() {
        try (OpenedPage page = browser.open(file)) {
            page.find("#sources a:has-text('emea')").click();
            page.page().waitForSelector("#about:has-text('d-emea')");
            assertThat(page.texts("#list tbody a")).containsExactly("emea-admins");
            assertThat(page.texts("#facts b").get(0)).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void isAccessible(ColorScheme scheme) {
        for (String hash : List.of(
                "",
                "#view=people",
                "#view=group&id=finance",
                "#view=person&id=anna",
                "#view=changes",
                "#view=snapshots")) {
            NewContextOptions options =
                    new NewContextOptions().setViewportSize(1280, 900).setColorScheme(scheme);
            try (OpenedPage page = browser.open(file, hash, options)) {
                assertThat(page.accessibilityViolations()).as(hash).isEmpty();
                page.picture("report-" + scheme.name().toLowerCase(Locale.ROOT) + hash.replaceAll("[^a-z]+", "-"));
            }
        }
    }

    @Test
    void fitsAPhone() {
        NewContextOptions phone = new NewContextOptions().setViewportSize(390, 844);
        try (OpenedPage page = browser.open(file, "", phone)) {
            assertThat(page.page().evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(390);
            assertThat(page.accessibilityViolations()).isEmpty();
            page.picture("report-phone");
        }
    }

    private List<String> totalsNow() {
        return totals("SELECT memberships, groups, users FROM directory.freshness WHERE source = 'acme'");
    }

    private List<String> totalsAsOf(Instant time) {
        String at = "'" + PointInTime.format(time) + "'";
        return totals("SELECT (SELECT count(*) FROM directory.memberships_as_of(" + at + ") WHERE source = 'acme'),"
                + " (SELECT count(*) FROM directory.groups_as_of(" + at + ") WHERE source = 'acme'),"
                + " (SELECT count(*) FROM directory.users_as_of(" + at + ") WHERE source = 'acme')");
    }

    private List<String> totals(String sql) {
        return fixture.store
                .jdbc
                .sql(sql)
                .query((row, n) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .single();
    }

    /** As the page must show it: what hides or reorders as an escape, but for what joins an emoji. */
    private static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean unsafe = Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.FORMAT;
            if (unsafe && c != 0x200D) {
                shown.append(String.format(Locale.ROOT, "\\u{%04X}", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
