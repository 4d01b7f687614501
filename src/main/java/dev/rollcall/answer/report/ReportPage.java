package dev.rollcall.answer.report;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The HTML page around the data: what {@code report.jte} asks for, and public for it alone. */
public final class ReportPage {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);
    private static final DateTimeFormatter MADE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Bytes encoded at once: a multiple of 3, so that no slice needs padding. */
    private static final int SLICE = 3 << 16;

    private final String names;
    private final Instant madeAt;
    private final String version;
    private final List<Map<String, @Nullable Object>> sources;
    private final List<byte[]> data;
    private final PageAssets assets = PageAssets.load();

    /**
     * A page.
     *
     * @param names of the sources
     * @param sources what is said of each before its data is decoded
     * @param data compressed columns of each
     */
    ReportPage(
            String names,
            Instant madeAt,
            String version,
            List<Map<String, @Nullable Object>> sources,
            List<byte[]> data) {
        this.names = names;
        this.madeAt = madeAt;
        this.version = version;
        this.sources = List.copyOf(sources);
        this.data = List.copyOf(data);
    }

    void writeTo(OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        TEMPLATES.render("report.jte", this, new WriterOutput(writer));
        writer.flush();
    }

    public String names() {
        return names;
    }

    public String madeAt() {
        return MADE.format(madeAt);
    }

    public String version() {
        return version;
    }

    public String styleHash() {
        return assets.styleHash();
    }

    public String scriptHash() {
        return assets.scriptHash();
    }

    public String style() {
        return assets.style();
    }

    public String script() {
        return assets.script();
    }

    /** JSON in which no markup can begin or end. */
    public String summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("made_at", Microseconds.of(madeAt));
        summary.put("version", version);
        summary.put("sources", sources);
        return JSON.writeValueAsString(summary).replace("<", "\\u003c");
    }

    /** The data of each source in base64. */
    public List<Content> data() {
        List<Content> contents = new ArrayList<>();
        for (byte[] bytes : data) {
            contents.add(output -> {
                for (int from = 0; from < bytes.length; from += SLICE) {
                    byte[] slice = Arrays.copyOfRange(bytes, from, Math.min(from + SLICE, bytes.length));
                    output.writeContent(Base64.getEncoder().encodeToString(slice));
                }
            });
        }
        return contents;
    }
}
