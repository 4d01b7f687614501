package dev.rollcall.browser;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A browser without windows. One a test class: it takes a second to start. */
public final class BrowserFixture implements AutoCloseable {
    /** No work in the background, and no requests of the browser's own. */
    private static final List<String> ARGUMENTS = List.of(
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    public BrowserFixture() {
        InstalledBrowser installed =
                InstalledBrowser.find().orElseThrow(() -> new IllegalStateException(InstalledBrowser.missing()));
        this.playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        installed.node().toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
        this.browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(installed.chromium())
                        // Chromium refuses to build one as root.
                        .setChromiumSandbox(!"root".equals(System.getProperty("user.name")))
                        .setArgs(ARGUMENTS));
    }

    /** Opens a page from disk, as a person does by clicking on it, in a window of a desktop. */
    public OpenedPage open(Path file) {
        return open(file, "", new NewContextOptions().setViewportSize(1280, 900));
    }

    /** The same at a place within the page. */
    public OpenedPage open(Path file, String hash) {
        return open(file, hash, new NewContextOptions().setViewportSize(1280, 900));
    }

    /** What the largest process that shows a page takes of memory, by the system's count. */
    public long rendererBytes() {
        long most = 0;
        for (JsonElement process :
                browser.newBrowserCDPSession().send("SystemInfo.getProcessInfo").getAsJsonArray("processInfo")) {
            JsonObject info = process.getAsJsonObject();
            if (info.get("type").getAsString().equals("renderer")) {
                most = Math.max(most, residentBytes(info.get("id").getAsLong()));
            }
        }
        return most;
    }

    private static long residentBytes(long process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens a page from disk.
     *
     * @param hash of its address, with its {@code #}, or empty
     */
    public OpenedPage open(Path file, String hash, NewContextOptions options) {
        BrowserContext context = browser.newContext(options.setAcceptDownloads(true));
        Page page = context.newPage();
        OpenedPage opened = new OpenedPage(page);
        page.navigate(file.toUri() + hash);
        opened.waitUntilReady();
        return opened;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
