package dev.rollcall.source;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a job file: its values by key, each checked, each error with file, line and key. */
final class Section {
    private final Path file;
    private final String prefix;
    private final int line;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(int line, Node value) {}

    /** The whole of a file. */
    static Section root(Path file, Node node, Collection<String> known) {
        if (node instanceof MappingNode mapping && JobYaml.isPlainYaml(node)) {
            return new Section(file, "", mapping, known);
        }
        throw new ConfigurationException(JobYaml.at(file, JobYaml.line(node))
                + ": expected a mapping of keys to values, such as 'provider: aws'");
    }

    private Section(Path file, String prefix, @Nullable MappingNode mapping, Collection<String> known) {
        this.file = file;
        this.prefix = prefix;
        this.line = mapping == null ? 1 : JobYaml.line(mapping);
        if (mapping != null) {
            mapping.getValue().forEach(tuple -> add(tuple, known));
        }
    }

    private void add(NodeTuple tuple, Collection<String> known) {
        int keyLine = JobYaml.line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            throw new ConfigurationException(JobYaml.at(file, keyLine) + ": expected a key, " + keys(known));
        }
        String key = scalar.getValue();
        if (!known.contains(key)) {
            boolean secret = Nearest.to(key, known).isEmpty() && Secrets.isSecretKey(key);
            throw error(
                    keyLine,
                    key,
                    secret ? Secrets.adviceFor(prefix, key) : "unknown key; " + Nearest.hint(key, known) + keys(known));
        }
        if (!JobYaml.isPlainYaml(tuple.getValueNode())) {
            throw error(JobYaml.line(tuple.getValueNode()), key, "expected a plain value, found a YAML tag");
        }
        Entry before = entries.putIfAbsent(key, new Entry(keyLine, tuple.getValueNode()));
        if (before != null) {
            throw error(keyLine, key, "given twice; the first is on line " + before.line());
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
        if (entry == null || JobYaml.isNothing(entry.value())) {
            return new Section(file, path, null, known);
        }
        if (entry.value() instanceof MappingNode mapping) {
            return new Section(file, path, mapping, known);
        }
        throw error(key, "expected a mapping of keys to values, " + JobYaml.kind(entry.value()));
    }

    /** A line of text; a number or a date is text as it stands in the file. */
    @Nullable
    String text(String key, String expected) {
        Entry entry = entries.get(key);
        return entry == null ? null : scalar(key, entry.value(), expected);
    }

    /** The path of a file, which may be relative to this one; null when the key is absent. */
    @Nullable
    Path path(String key) {
        String text = text(key, "the path of a file");
        try {
            return text == null ? null : file.resolveSibling(text);
        } catch (InvalidPathException e) {
            throw error(key, "no file can be named so in this locale: set LC_ALL to one in UTF-8, such as C.UTF-8");
        }
    }

    /** The path of a file that holds a secret; null when the key is absent. */
    @Nullable
    Path secretPath(String key) {
        String text = text(key, "the path of a file");
        // Never shown: it may be the secret itself.
        if (text != null && Secrets.isSecretInPlaceOfPath(text)) {
            throw error(key, "expected the path of a file that holds the secret, found what looks like one");
        }
        return path(key);
    }

    String mandatoryText(String key, String expected) {
        String text = text(key, expected);
        if (text == null) {
            throw error(key, "missing; expected " + expected);
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
            throw error(key, "expected a list of " + expected + ", " + JobYaml.kind(entry.value()));
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (!JobYaml.isPlainYaml(item)) {
                throw error(JobYaml.line(item), key, "expected a plain value, found a YAML tag");
            }
            texts.add(scalar(key, item, expected));
        }
        return texts;
    }

    /** The line of an item of a list. */
    int itemLine(String key, int index) {
        Entry entry = entries.get(key);
        return entry != null && entry.value() instanceof SequenceNode sequence
                ? JobYaml.line(sequence.getValue().get(index))
                : line;
    }

    /** A plain value; the default when the key is absent. */
    <T> T value(String key, ValueType<T> type, T otherwise) {
        T value = value(key, type);
        return value == null ? otherwise : value;
    }

    /** A plain value; null when the key is absent. */
    <T> @Nullable T value(String key, ValueType<T> type) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (entry.value() instanceof ScalarNode scalar && !JobYaml.isNothing(scalar) && !scalar.isPlain()) {
            throw error(key, "expected " + type.expected() + ", found text in quotes");
        }
        String text = scalar(key, entry.value(), type.expected());
        T value = type.parser().parse(text);
        if (value == null) {
            throw error(key, "expected " + type.expected() + ", found " + SafeText.quoted(text));
        }
        return value;
    }

    /** An error about a key, on its line; where the key is absent, on the section's. */
    ConfigurationException error(String key, String message) {
        Entry entry = entries.get(key);
        return error(entry == null ? line : JobYaml.line(entry.value()), key, message);
    }

    ConfigurationException error(int onLine, String key, String message) {
        return new ConfigurationException(
                JobYaml.at(file, onLine) + ": " + SafeText.masked(prefix + key) + ": " + message);
    }

    /** {@code file:line: key}, as messages begin. */
    String where(String key) {
        Entry entry = entries.get(key);
        return JobYaml.at(file, entry == null ? line : JobYaml.line(entry.value())) + ": " + prefix + key;
    }

    private String scalar(String key, Node node, String expected) {
        if (!(node instanceof ScalarNode scalar) || JobYaml.isNothing(node)) {
            throw error(JobYaml.line(node), key, "expected " + expected + ", " + JobYaml.kind(node));
        }
        String text = scalar.getValue();
        if (text.isBlank() || !SafeText.isSafe(text)) {
            throw error(
                    JobYaml.line(node),
                    key,
                    "expected " + expected + ", found " + (text.isBlank() ? "blank text" : "control characters"));
        }
        return text;
    }
}
