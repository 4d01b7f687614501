package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page in the browser, and all that it said to the console and asked of anybody. */
public final class OpenedPage implements AutoCloseable {
    /** Where pictures go, to be looked at by people. */
    public static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final String AXE = resource("/axe.min.js");

    private final Page page;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    OpenedPage(Page page) {
        this.page = page;
        page.onConsoleMessage(message -> messages.add(message.type() + ": " + message.text()));
        page.onPageError(messages::add);
        page.onRequest(request -> requests.add(request.url()));
    }

    public Page page() {
        return page;
    }

    void waitUntilReady() {
        page.waitForSelector("html[data-ready]");
    }

    /** What the page wrote to the console, failures of scripts and of the content security policy included. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** Every address asked for, the page's own first. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public Locator find(String selector) {
        return page.locator(selector);
    }

    public String text(String selector) {
        return Objects.requireNonNull(find(selector).first().textContent()).strip();
    }

    /** The texts of all that match, in order. */
    public List<String> texts(String selector) {
        return find(selector).allTextContents().stream().map(String::strip).toList();
    }

    /** What axe finds to be wrong, one line each. */
    @SuppressWarnings("unchecked")
    public List<String> accessibilityViolations() {
        page.evaluate(AXE);
        return (List<String>) page.evaluate("""
                () => axe.run(document).then((result) =>
                  result.violations.flatMap((violation) =>
                    violation.nodes.map((node) => violation.id + ': ' + node.target.join(' ') + ': '
                      + node.failureSummary.replace(/\\s+/g, ' '))))
                """);
    }

    /** Takes a picture of what is in the window. */
    public void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** Closes the page, which must have kept silent and asked nobody. */
    @Override
    public void close() {
        page.context().close();
        assertThat(messages).as("console").isEmpty();
        assertThat(requests)
                .as("requests")
                .allSatisfy(url -> assertThat(url).startsWith("file:"))
                .hasSizeLessThanOrEqualTo(1);
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(OpenedPage.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
