package dev.rollcall.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.rollcall.browser.BrowserFixture;
import dev.rollcall.browser.NeedsBrowser;
import dev.rollcall.browser.OpenedPage;
import dev.rollcall.machine.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report in its two palettes, on paper and as a chart, of a directory of some size. */
@NeedsBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportLooksTest {
    private static final String COLOURS = """
            () => Object.fromEntries(['paper', 'card', 'ink', 'muted', 'accent', 'accent-soft', 'joined', 'left', 'warn',
              'warn-soft', 'strong-line'].map((name) =>
                [name, getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()]))
            """;

    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-report-looks");

    @SuppressWarnings("NullAway.Init")
    private BrowserFixture browser;

    private final Path file = folder.resolve("page.html");

    @BeforeAll
    void open() throws IOException {
        browser = new BrowserFixture();
        try (OutputStream out = Files.newOutputStream(file)) {
            new SyntheticHistory(1_500, 400, 3_000, 6_000, 40).writePage("acme", out);
        }
    }

    @AfterAll
    void close() {
        browser.close();
        folder.close();
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, ", "DARK, ", "LIGHT, dark", "DARK, light"})
    @SuppressWarnings("unchecked")
    void textsStandOutFromWhatIsBehindThem(ColorScheme scheme, @Nullable String chosen) {
        try (OpenedPage page = browser.open(file, "", desktop(scheme))) {
            if (chosen != null) {
                page.find("#theme").click();
            }
            Map<String, String> colours = (Map<String, String>) page.page().evaluate(COLOURS);
            for (String text : List.of("ink", "muted", "accent", "joined", "left", "warn")) {
                for (String behind : List.of("paper", "card", "accent-soft")) {
                    assertThat(contrast(colours, text, behind))
                            .as("%s on %s", text, behind)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
            assertThat(contrast(colours, "warn", "warn-soft")).isGreaterThanOrEqualTo(4.5);
            assertThat(contrast(colours, "strong-line", "paper")).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void prints() throws IOException {
        try (OpenedPage page = browser.open(file, "", desktop(ColorScheme.DARK))) {
            byte[] pdf = page.page()
                    .pdf(new Page.PdfOptions()
                            .setFormat("A4")
                            .setPrintBackground(true)
                            .setPath(OpenedPage.SCREENSHOTS.resolve("report.pdf")));
            assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
            // Afterwards all is as before.
            assertThat(page.page().evaluate("document.documentElement.dataset.theme"))
                    .isNull();
            assertThat(page.texts(".print-note")).containsExactly("");
        }
    }

    @Test
    void paperGetsTheFirstThousandRowsInLightColoursAndAWordOnTheOthers() {
        try (OpenedPage page = browser.open(file, "", desktop(ColorScheme.DARK))) {
            page.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            page.page().evaluate("dispatchEvent(new Event('beforeprint'))");

            assertThat(page.find("#list tr[data-place]").count()).isEqualTo(1_000);
            assertThat(page.text(".print-note")).startsWith("The first 1,000 of 1,500 rows.");
            assertThat(page.page().evaluate("document.documentElement.dataset.theme"))
                    .isEqualTo("light");
            assertThat(page.find("#search").isVisible()).isFalse();
            assertThat(page.find("#facts").isVisible()).isTrue();

            page.page().evaluate("dispatchEvent(new Event('afterprint'))");
            assertThat(page.find("#list tr[data-place]").count()).isLessThan(100);
        }
    }

    @Test
    void listsWhatIsFarBelowOnceOneScrollsThere() {
        try (OpenedPage page = browser.open(file, "", desktop(ColorScheme.LIGHT))) {
            String last = (String)
                    page.page().evaluate("document.querySelector('#list table').getAttribute('aria-rowcount')");
            assertThat(last).isEqualTo("1501");
            page.page().evaluate("scrollTo(0, document.documentElement.scrollHeight)");
            page.page().waitForSelector("#list tr[aria-rowindex='1501']");
            assertThat(page.find("#list tr[data-place]").count()).isLessThan(100);
        }
    }

    @Test
    void dragOverTheChartChoosesASpanAndAClickATime() {
        try (OpenedPage page = browser.open(file, "", desktop(ColorScheme.LIGHT))) {
            BoundingBox chart = page.find("#chart .u-over").first().boundingBox();
            Mouse mouse = page.page().mouse();
            mouse.move(chart.x + chart.width * 0.2, chart.y + 40);
            mouse.down();
            mouse.move(chart.x + chart.width * 0.3, chart.y + 40);
            mouse.move(chart.x + chart.width * 0.7, chart.y + 40);
            mouse.up();
            page.page().waitForSelector("#span-reset:visible");
            assertThat(page.find("#span-from").inputValue()).isGreaterThan("2024-03-03");
            assertThat(page.find("#span-to").inputValue()).isLessThan("2024-04-10");
            page.find("#span-table").click();
            assertThat(page.text("#count")).matches("[12]\\d of 40 snapshots");
            page.find("#span-reset").click();
            assertThat(page.text("#count")).isEqualTo("40 snapshots");

            mouse.click(chart.x + chart.width * 0.02, chart.y + 40);
            assertThat(page.find("#slider").inputValue()).isEqualTo("0");
        }
    }

    private static NewContextOptions desktop(ColorScheme scheme) {
        return new NewContextOptions().setViewportSize(1280, 900).setColorScheme(scheme);
    }

    /** By the rule of WCAG 2. */
    private static double contrast(Map<String, String> colours, String one, String other) {
        double light = luminance(colours.getOrDefault(one, ""));
        double dark = luminance(colours.getOrDefault(other, ""));
        return (Math.max(light, dark) + 0.05) / (Math.min(light, dark) + 0.05);
    }

    private static double luminance(String colour) {
        assertThat(colour).matches("#[0-9a-f]{6}");
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
