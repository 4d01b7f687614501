package dev.rollcall.bench;

import dev.rollcall.answer.report.SyntheticHistory;
import dev.rollcall.browser.BrowserFixture;
import dev.rollcall.browser.InstalledBrowser;
import dev.rollcall.browser.OpenedPage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures the report in a browser: how large it is, when it can be used, how it answers, what it takes of memory. */
final class ReportPart implements BenchmarkPart {
    private static final int LOADS = 5;
    private static final int SNAPSHOTS = 1_000;
    private static final double MEGABYTE = 1e6;

    /** What each page must keep: megabytes, seconds, milliseconds of a handler and until the next frame, and of memory. */
    private record Limits(double size, double usable, double handler, double frame, double memory) {}

    private record Scale(String name, int groups, int people, int current, int periods, Limits limits) {}

    private static final List<Scale> SCALES = List.of(
            new Scale(
                    "10,000 groups, 600,000 periods",
                    10_000,
                    60_000,
                    300_000,
                    600_000,
                    new Limits(8, 1.5, 50, 100, 600)),
            new Scale(
                    "50,000 groups, 2,000,000 periods",
                    50_000,
                    200_000,
                    1_000_000,
                    2_000_000,
                    new Limits(25, 4, 250, 250, Double.MAX_VALUE)));

    /**
     * What a person does again and again.
     *
     * @param hash where
     * @param script of one step
     */
    private record Step(String name, String hash, String script) {}

    private static final List<Step> STEPS = List.of(
            new Step("type in groups", "", typing("audit 12")),
            new Step("type in people", "#view=people", typing("anna müller")),
            new Step("step in groups", "", Scripts.STEP),
            new Step("step in people", "#view=people", Scripts.STEP),
            new Step("sort groups", "", Scripts.SORT),
            new Step("sort people", "#view=people", Scripts.SORT),
            new Step("open the largest group", "#sort=members.desc", Scripts.OPEN),
            new Step("step in changes", "#view=changes", Scripts.STEP));

    @Override
    public String name() {
        return "report";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        if (InstalledBrowser.find().isEmpty()) {
            found.missing("report in a browser", Target.STATED, "no Chromium or Node.js");
            return;
        }
        for (Scale scale : SCALES) {
            Path file = bench.settings().folder().resolve("report-" + scale.groups() + ".html");
            double size = write(scale, file) / MEGABYTE;
            found.row(
                    "report, " + scale.name() + ": MB",
                    Target.atMost(scale.limits().size()),
                    List.of(size),
                    "");
            try (BrowserFixture browser = new BrowserFixture()) {
                measure(browser, file, scale, bench, found);
            }
        }
    }

    private static void measure(BrowserFixture browser, Path file, Scale scale, Workbench bench, Findings found) {
        Samples usable = new Samples();
        for (int i = 0; i < LOADS; i++) {
            try (OpenedPage page = browser.open(file)) {
                usable.add(number(page.page().evaluate(Scripts.USABLE)) / 1e3);
            }
        }
        found.row(
                "report, " + scale.name() + ": seconds until usable",
                Target.atMost(scale.limits().usable()),
                usable.values(),
                "");
        double handler = 0;
        double frame = 0;
        String slowest = "";
        double memory = 0;
        for (Step step : STEPS) {
            try (OpenedPage page = browser.open(file, step.hash())) {
                List<?> measured = (List<?>) page.page().evaluate(Scripts.MEASURE, step.script());
                double ofHandler = number(measured.get(0));
                double ofFrame = number(measured.get(1));
                bench.print("%s: %s: handler %.1f ms, next frame %.1f ms (95th percentile)"
                        .formatted(scale.name(), step.name(), ofHandler, ofFrame));
                slowest = ofFrame > frame ? step.name() : slowest;
                handler = Math.max(handler, ofHandler);
                frame = Math.max(frame, ofFrame);
                memory = Math.max(memory, browser.rendererBytes() / MEGABYTE);
            }
        }
        found.row(
                "report, " + scale.name() + ": ms of a handler",
                Target.atMost(scale.limits().handler()),
                List.of(handler),
                "");
        found.row(
                "report, " + scale.name() + ": ms until the next frame",
                Target.atMost(scale.limits().frame()),
                List.of(frame),
                slowest);
        Target ofMemory = scale.limits().memory() == Double.MAX_VALUE
                ? Target.STATED
                : Target.atMost(scale.limits().memory());
        found.row("report, " + scale.name() + ": MB of the renderer", ofMemory, List.of(memory), "");
    }

    private static long write(Scale scale, Path file) {
        SyntheticHistory history =
                new SyntheticHistory(scale.groups(), scale.people(), scale.current(), scale.periods(), SNAPSHOTS);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                history.writePage("acme", out);
            }
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static String typing(String text) {
        return """
                const search = document.getElementById('search');
                const text = '%s';
                search.value = text.slice(0, 1 + step %% text.length);
                search.dispatchEvent(new Event('input'));
                """.formatted(text);
    }

    /** Run in the page, which times them by its own clock. */
    private static final class Scripts {
        static final String USABLE = "performance.getEntriesByName('usable')[0].startTime";

        static final String STEP = """
                const slider = document.getElementById('slider');
                slider.value = String(Math.floor(Math.abs(Math.sin(step + 1)) * Number(slider.max)));
                slider.dispatchEvent(new Event('input'));
                """;

        static final String SORT = """
                const buttons = document.querySelectorAll('#list thead button');
                buttons[step % buttons.length].click();
                """;

        static final String OPEN = """
                document.querySelector(step % 2 === 0 ? '#list tbody a' : '.back').click();
                if (step % 2 === 1) {
                  document.querySelectorAll('#list thead button')[2].click();
                }
                """;

        /** The 95th percentiles of what a handler takes, and until the frame after it is there. */
        static final String MEASURE = """
                async (script) => {
                  const act = new Function('step', script);
                  const frame = () => new Promise((resolve) => requestAnimationFrame(() => {
                    const channel = new MessageChannel();
                    channel.port1.onmessage = resolve;
                    channel.port2.postMessage(null);
                  }));
                  await frame();
                  await frame();
                  const handlers = [];
                  const frames = [];
                  for (let step = 0; step < 40; step++) {
                    const begin = performance.now();
                    act(step);
                    handlers.push(performance.now() - begin);
                    await frame();
                    frames.push(performance.now() - begin);
                    await frame();
                  }
                  const percentile = (values) => values.sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];
                  return [percentile(handlers), percentile(frames)];
                }
                """;
    }
}
