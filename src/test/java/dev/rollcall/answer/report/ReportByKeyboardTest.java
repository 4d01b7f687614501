package dev.rollcall.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.browser.BrowserFixture;
import dev.rollcall.browser.NeedsBrowser;
import dev.rollcall.browser.OpenedPage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Everything in the report can be done by keyboard alone, and where one is can be seen. */
@NeedsBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportByKeyboardTest {
    /** More than all that can be reached by Tab. */
    private static final int MOST_STOPS = 60;

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
    void skipsToTheListAndOpensWhatIsFound() {
        try (OpenedPage page = browser.open(file)) {
            press(page, "Tab");
            assertThat(focused(page)).isEqualTo("skip");
            press(page, "Enter");
            tabTo(page, "search");
            page.page().keyboard().type("finance");
            tabTo(page, "Finance Readers");
            assertThat(isOutlined(page)).isTrue();
            press(page, "Enter");

            assertThat(page.text("#detail-title")).isEqualTo("Finance Readers");
            assertThat(focused(page)).isEqualTo("detail-title");
        }
    }

    @Test
    void goesFromRowToRowByTheArrows() {
        try (OpenedPage page = browser.open(file, "#view=people&sort=login.asc")) {
            tabTo(page, "search");
            String first = page.texts("#list tbody a").get(0);
            tabTo(page, first);
            press(page, "ArrowDown");
            press(page, "ArrowDown");
            assertThat(focused(page)).isEqualTo(page.texts("#list tbody a").get(2));
            press(page, "End");
            assertThat(focused(page))
                    .isEqualTo(page.texts("#list tbody a")
                            .get(page.texts("#list tbody a").size() - 1));
            press(page, "Home");
            assertThat(focused(page)).isEqualTo(first);
        }
    }

    @Test
    void movesThroughTimeSortsAndChangesTheView() {
        try (OpenedPage page = browser.open(file)) {
            tabTo(page, "slider");
            press(page, "Home");
            assertThat(page.find("#slider").inputValue()).isEqualTo("0");
            assertThat(page.find("#slider").getAttribute("aria-valuetext")).endsWith(" UTC");
            tabTo(page, "latest");
            press(page, "Enter");
            assertThat(page.find("#slider").inputValue()).isEqualTo("2");

            tabTo(page, "People");
            press(page, "Enter");
            assertThat(focused(page)).isEqualTo("People");
            tabTo(page, "E-mail");
            press(page, "Space");
            assertThat(page.find("th[aria-sort=ascending]").textContent()).contains("E-mail");
        }
    }

    @Test
    void choosesASpanByDatesAndGoesBack() {
        try (OpenedPage page = browser.open(file)) {
            tabTo(page, "span-changes");
            press(page, "Enter");
            assertThat(page.text("#detail h2")).isEqualTo("What changed");
            tabTo(page, "change-from");
            press(page, "ArrowUp");
            assertThat(page.page().url()).contains("a=");
            page.page().goBack();
            assertThat(page.find("#detail h2").count()).isZero();
        }
    }

    @Test
    void changesTheColours() {
        try (OpenedPage page = browser.open(file)) {
            tabTo(page, "theme");
            press(page, "Enter");
            assertThat(page.page().evaluate("document.documentElement.dataset.theme"))
                    .isEqualTo("dark");
            press(page, "Enter");
            assertThat(page.page().evaluate("document.documentElement.dataset.theme"))
                    .isEqualTo("light");
        }
    }

    private static void press(OpenedPage page, String key) {
        page.page().keyboard().press(key);
    }

    /** Presses Tab until the focus is on what has this id or text. */
    private static void tabTo(OpenedPage page, String wanted) {
        for (int i = 0; i < MOST_STOPS; i++) {
            if (focused(page).equals(wanted)) {
                return;
            }
            press(page, "Tab");
        }
        throw new AssertionError("no way to " + wanted + " by Tab");
    }

    /** The id of what has the focus, else its text. */
    private static String focused(OpenedPage page) {
        return (String) page.page().evaluate("""
                document.activeElement.id
                  || (document.activeElement.querySelector('bdi') || document.activeElement).textContent
                      .replace(/[▲▼]/g, '').trim()
                """);
    }

    private static boolean isOutlined(OpenedPage page) {
        return (boolean) page.page().evaluate("""
                getComputedStyle(document.activeElement).outlineStyle !== 'none'
                  && parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2
                """);
    }
}
