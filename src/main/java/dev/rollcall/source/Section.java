package dev.rollcall.source;

import dev.rollcall.directory.ConfigurationException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of a job file: its values by key, each checked, each error with file, line and key. */
final class Section {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern DECIMAL = Pattern.compile("(?:0|[1-9][0-9]{0,8})(?:\\.[0-9]{1,6})?");
    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.SEQ, Tag.MAP);
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private final Path file;
    private final String prefix;
    private final int line;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(int line, Node value) {}

    /** The whole of a file. */
    static Section root(Path file, Node node, Collection<String> known) {
        if (node instanceof MappingNode mapping && isPlainYaml(node)) {
            return new Section(file, "", mapping, known);
        }
        throw new ConfigurationException(
                at(file, line(node)) + ": expected a mapping of keys to values, such as 'provider: aws'");
    }

    private Section(Path file, String prefix, @Nullable MappingNode mapping, Collection<String> known) {
        this.file = file;
        this.prefix = prefix;
        this.line = mapping == null ? 1 : line(mapping);
        if (mapping != null) {
            mapping.getValue().forEach(tuple -> add(tuple, known));
        }
    }

    private void add(NodeTuple tuple, Collection<String> known) {
        int keyLine = line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            throw new ConfigurationException(at(file, keyLine) + ": expected a key, " + keys(known));
        }
        String key = scalar.getValue();
        if (!known.contains(key)) {
            boolean secret = Nearest.to(key, known).isEmpty() && Secrets.isSecretKey(key);
            throw problem(
                    keyLine,
                    key,
                    secret ? Secrets.adviceFor(key) : "unknown key; " + Nearest.hint(key, known) + keys(known));
        }
        if (!isPlainYaml(tuple.getValueNode())) {
            throw problem(line(tuple.getValueNode()), key, "expected a plain value, found a YAML tag");
        }
        Entry before = entries.putIfAbsent(key, new Entry(keyLine, tuple.getValueNode()));
        if (before != null) {
            throw problem(keyLine, key, "given twice; the first is on line " + before.line());
        }
    }

    private String keys(Collection<String> known) {
        return "the keys " + (prefix.isEmpty() ? "" : "of " + prefix.substring(0, prefix.length() - 1) + " ") + "are "
                + known.stream().sorted().collect(Collectors.joining(", "));
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** A section inside this one; empty when absent, or when nothing but comments stand under its key. */
    Section section(String key, Collection<String> known) {
        Entry entry = entries.get(key);
        String path = prefix + key + ".";
        if (entry == null || isNothing(entry.value())) {
            return new Section(file, path, null, known);
        }
        if (entry.value() instanceof MappingNode mapping) {
            return new Section(file, path, mapping, known);
        }
        throw problem(key, "expected a mapping of keys to values, " + kind(entry.value()));
    }

    /** A line of text; a number or a date is text as it stands in the file. */
    @Nullable
    String text(String key, String expected) {
        Entry entry = entries.get(key);
        return entry == null ? null : scalar(key, entry.value(), expected);
    }

    String mandatoryText(String key, String expected) {
        String text = text(key, expected);
        if (text == null) {
            throw problem(key, "missing; expected " + expected);
        }
        return text;
    }

    /** Texts of a list; null when the key is absent. */
    @Nullable
    List<String> texts(String key, String expected) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (!(entry.value() instanceof SequenceNode sequence)) {
            throw problem(key, "expected a list of " + expected + ", " + kind(entry.value()));
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (!isPlainYaml(item)) {
                throw problem(line(item), key, "expected a plain value, found a YAML tag");
            }
            texts.add(scalar(key, item, expected));
        }
        return texts;
    }

    /** The line of an item of a list. */
    int itemLine(String key, int index) {
        Entry entry = entries.get(key);
        return entry != null && entry.value() instanceof SequenceNode sequence
                ? line(sequence.getValue().get(index))
                : line;
    }

    boolean flag(String key, boolean otherwise) {
        String text = plain(key, "true or false");
        if (text == null) {
            return otherwise;
        }
        check(() -> text.equals("true") || text.equals("false"), key, "true or false", text);
        return text.equals("true");
    }

    int whole(String key, int min, int max, int otherwise) {
        String expected = "a whole number from " + min + " to " + max;
        String text = plain(key, expected);
        if (text == null) {
            return otherwise;
        }
        check(() -> WHOLE.matcher(text).matches() && isIn(text, min, max), key, expected, text);
        return Integer.parseInt(text);
    }

    double decimal(String key, double min, double max, double otherwise) {
        String expected = "a number from " + number(min) + " to " + number(max);
        String text = plain(key, expected);
        if (text == null) {
            return otherwise;
        }
        check(() -> DECIMAL.matcher(text).matches() && isIn(text, min, max), key, expected, text);
        return Double.parseDouble(text);
    }

    @Nullable
    Duration duration(String key, Duration max) {
        String expected = "a duration such as 500ms, 30s, 15m, 6h or 2d, greater than zero and at most "
                + (max.toDays() > 0 ? max.toDays() + "d" : max.toMinutes() + "m");
        String text = plain(key, expected);
        if (text == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(text);
        Duration duration = matcher.matches()
                ? Duration.of(Long.parseLong(matcher.group(1)), UNITS.getOrDefault(matcher.group(2), ChronoUnit.DAYS))
                : Duration.ZERO;
        check(() -> !duration.isZero() && duration.compareTo(max) <= 0, key, expected, text);
        return duration;
    }

    /** A problem with a key, on its line; where the key is absent, on the section's. */
    ConfigurationException problem(String key, String problem) {
        Entry entry = entries.get(key);
        return problem(entry == null ? line : line(entry.value()), key, problem);
    }

    ConfigurationException problem(int onLine, String key, String problem) {
        return new ConfigurationException(at(file, onLine) + ": " + Printable.of(prefix + key) + ": " + problem);
    }

    /** {@code file:line: key}, as messages begin. */
    String where(String key) {
        Entry entry = entries.get(key);
        return at(file, entry == null ? line : line(entry.value())) + ": " + prefix + key;
    }

    private @Nullable String plain(String key, String expected) {
        Entry entry = entries.get(key);
        if (entry != null && entry.value() instanceof ScalarNode scalar && !isNothing(scalar) && !scalar.isPlain()) {
            throw problem(key, "expected " + expected + ", found text in quotes");
        }
        return text(key, expected);
    }

    private String scalar(String key, Node node, String expected) {
        if (!(node instanceof ScalarNode scalar) || isNothing(node)) {
            throw problem(line(node), key, "expected " + expected + ", " + kind(node));
        }
        String text = scalar.getValue();
        if (text.isBlank() || !Printable.isPlain(text)) {
            throw problem(
                    line(node),
                    key,
                    "expected " + expected + ", found " + (text.isBlank() ? "blank text" : "control characters"));
        }
        return text;
    }

    private void check(BooleanSupplier valid, String key, String expected, String found) {
        if (!valid.getAsBoolean()) {
            throw problem(key, "expected " + expected + ", found " + Printable.quoted(found));
        }
    }

    private static boolean isIn(String number, double min, double max) {
        BigDecimal value = new BigDecimal(number);
        return value.compareTo(BigDecimal.valueOf(min)) >= 0 && value.compareTo(BigDecimal.valueOf(max)) <= 0;
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "found a mapping";
        }
        if (node instanceof SequenceNode) {
            return "found a list";
        }
        return isNothing(node) ? "found nothing" : "found a single value";
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static boolean isPlainYaml(Node node) {
        return TAGS.contains(node.getTag());
    }

    static String at(Path file, int line) {
        return Printable.of(file) + ":" + line;
    }

    /** Marks count lines from 0. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
