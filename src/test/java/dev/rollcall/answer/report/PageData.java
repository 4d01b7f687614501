package dev.rollcall.answer.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The data of a page, decoded as the documentation of its form says, sharing nothing with what encoded it. */
final class PageData {
    private static final Pattern DATA = Pattern.compile("<script type=\"text/plain\" class=\"data\">([^<]*)</script>");

    private final JsonNode head;
    private final Map<String, byte[]> columns = new HashMap<>();

    private PageData(byte[] bytes) {
        int[] at = {0};
        byte[] first = slice(bytes, at);
        head = JsonMapper.shared().readTree(new String(first, StandardCharsets.UTF_8));
        for (JsonNode name : head.get("columns")) {
            columns.put(name.asString(), slice(bytes, at));
        }
        if (at[0] != bytes.length) {
            throw new IllegalArgumentException("bytes after the last column");
        }
    }

    /** The data of each source of a page. */
    static List<PageData> of(String page) {
        List<PageData> sources = new ArrayList<>();
        Matcher data = DATA.matcher(page);
        while (data.find()) {
            byte[] compressed = Base64.getDecoder().decode(data.group(1));
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
                sources.add(new PageData(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    JsonNode head() {
        return head;
    }

    List<Integer> numbers(String column) {
        byte[] bytes = bytes(column);
        List<Integer> numbers = new ArrayList<>();
        int[] at = {0};
        while (at[0] < bytes.length) {
            numbers.add(varint(bytes, at));
        }
        return numbers;
    }

    List<Integer> signed(String column) {
        return numbers(column).stream()
                .map(number -> number % 2 == 0 ? number / 2 : -(number + 1) / 2)
                .toList();
    }

    List<String> texts(String column) {
        byte[] bytes = bytes(column);
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                texts.add(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        return texts;
    }

    /** A table of texts, null in the place of the reference 0. */
    List<@Nullable String> table(String name) {
        List<Integer> prefixes = numbers(name + ".prefix");
        byte[] suffixes = bytes(name + ".suffix");
        List<@Nullable String> table = new ArrayList<>();
        table.add(null);
        byte[] before = {};
        int at = 0;
        for (int prefix : prefixes) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.write(before, 0, prefix);
            for (; suffixes[at] != 0; at++) {
                text.write(suffixes[at]);
            }
            at++;
            before = text.toByteArray();
            table.add(new String(before, StandardCharsets.UTF_8));
        }
        return table;
    }

    private byte[] bytes(String column) {
        return Objects.requireNonNull(columns.get(column), column);
    }

    private static byte[] slice(byte[] bytes, int[] at) {
        int size = varint(bytes, at);
        byte[] slice = java.util.Arrays.copyOfRange(bytes, at[0], at[0] + size);
        at[0] += size;
        return slice;
    }

    private static int varint(byte[] bytes, int[] at) {
        int value = 0;
        int shift = 0;
        while (true) {
            int next = bytes[at[0]++];
            value |= (next & 127) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }
}
