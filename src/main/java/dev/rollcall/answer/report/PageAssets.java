package dev.rollcall.answer.report;

import dev.rollcall.directory.TextDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The page's one style and one script, and their hashes, by which alone its content security policy lets them in. */
record PageAssets(String style, String script) {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    /** In the order in which they build on each other. */
    private static final List<String> SCRIPTS =
            List.of("text", "columns", "source", "changes", "table", "chart", "state", "lists", "details", "page");

    static PageAssets load() {
        String licence = "/* uPlot\n" + resource(UPLOT + "LICENSE").strip() + "\n*/\n";
        String style = resource(UPLOT + "dist/uPlot.min.css") + "\n" + resource("page/page.css");
        String script = licence
                + resource(UPLOT + "dist/uPlot.iife.min.js")
                + "\n(() => {\n'use strict';\n"
                + SCRIPTS.stream().map(name -> resource("page/" + name + ".js")).collect(Collectors.joining("\n"))
                + "})();\n";
        return new PageAssets(style, script);
    }

    PageAssets {
        if (style.contains("</style") || script.contains("</script") || script.contains("<!--")) {
            throw new IllegalArgumentException("a style or script would end before its end");
        }
    }

    String styleHash() {
        return hash(style);
    }

    String scriptHash() {
        return hash(script);
    }

    private static String hash(String text) {
        return "sha256-" + Base64.getEncoder().encodeToString(TextDigest.sha256(text));
    }

    /** Line ends as the browser reads them, so that the hash is of what it sees. */
    private static String resource(String name) {
        try (InputStream file = PageAssets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("there is no " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
