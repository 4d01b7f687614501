package dev.rollcall.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws bars in SVG: a panel for each piece of work, a bar for each way to do it, a line from minimum to maximum. */
final class Plot {
    private static final int WIDTH = 860;
    private static final int LEFT = 300;
    private static final int RIGHT = 90;
    private static final int BAR = 20;
    private static final int STEP = 30;
    private static final int TITLE = 44;

    private final StringBuilder svg = new StringBuilder();
    private int y = 10;

    private Plot() {}

    static String of(List<Bar> bars) {
        Map<String, List<Bar>> panels = new LinkedHashMap<>();
        bars.forEach(bar ->
                panels.computeIfAbsent(bar.panel(), panel -> new ArrayList<>()).add(bar));
        Plot plot = new Plot();
        panels.forEach(plot::panel);
        int height = plot.y + 10;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
                font-family="Helvetica, Arial, sans-serif" font-size="14">
                <rect width="%d" height="%d" fill="white"/>
                %s</svg>
                """.formatted(WIDTH, height, WIDTH, height, WIDTH, height, plot.svg);
    }

    private void panel(String title, List<Bar> bars) {
        double most = bars.stream()
                .flatMap(bar -> bar.seconds().stream())
                .mapToDouble(seconds -> seconds)
                .max()
                .orElse(1);
        double scale = (WIDTH - LEFT - RIGHT) / most;
        svg.append("<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>%n".formatted(y + 22, escaped(title)));
        y += TITLE;
        for (Bar bar : bars) {
            double median = Finding.middle(bar.seconds());
            double least = bar.seconds().stream().mapToDouble(s -> s).min().orElse(median);
            double greatest = bar.seconds().stream().mapToDouble(s -> s).max().orElse(median);
            String color = bar.name().startsWith("Rollcall") ? "#1565c0" : "#9e9e9e";
            svg.append(line(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                    LEFT - 10, y + BAR - 5, escaped(bar.name())));
            svg.append(line(
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                    LEFT, y, median * scale, BAR, color));
            svg.append(line(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"black\"/>",
                    LEFT + least * scale, y + BAR / 2, LEFT + greatest * scale, y + BAR / 2));
            svg.append(
                    line("<text x=\"%.1f\" y=\"%d\">%.1f s</text>", LEFT + greatest * scale + 8, y + BAR - 5, median));
            y += STEP;
        }
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
