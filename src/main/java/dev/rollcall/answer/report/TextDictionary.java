package dev.rollcall.answer.report;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts that columns refer to, each stored once. They are numbered as they come; once all are there, {@link #sort} puts them
 * in order, and references sort like the texts.
 */
final class TextDictionary {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private int[] references = {};
    private String[] sorted = {};

    /** The number of a text: 0 for null. */
    int number(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        Integer known = numbers.putIfAbsent(text, texts.size() + 1);
        if (known != null) {
            return known;
        }
        texts.add(text);
        return texts.size();
    }

    /** Ends the numbering: from now on there are references. */
    void sort() {
        record Entry(String key, String text, int number) {}
        Entry[] entries = new Entry[texts.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Entry(folded(texts.get(i)), texts.get(i), i + 1);
        }
        Arrays.sort(entries, Comparator.comparing(Entry::key).thenComparing(Entry::text));
        references = new int[entries.length + 1];
        sorted = new String[entries.length];
        for (int i = 0; i < entries.length; i++) {
            sorted[i] = entries[i].text();
            references[entries[i].number()] = i + 1;
        }
        numbers.clear();
        texts.clear();
    }

    /** What a column holds for a number: 0 for null, else the text's place in order and 1. */
    int reference(int number) {
        return references[number];
    }

    /** Writes the texts, each as what it doesn't share with the one before. */
    void encode(EncodedColumn prefixes, EncodedColumn suffixes) {
        byte[] before = {};
        for (String text : sorted) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            int differs = Arrays.mismatch(before, utf8);
            int shared = differs < 0 ? utf8.length : differs;
            prefixes.add(shared);
            suffixes.addEnd(utf8, shared);
            before = utf8;
        }
    }

    /** The text as it is put in order: without case and accents. */
    private static String folded(String text) {
        String decomposed = Normalizer.isNormalized(text, Normalizer.Form.NFKD)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKD);
        return MARKS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
