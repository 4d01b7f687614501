package dev.rollcall.store.publish;

import dev.rollcall.directory.TextDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a link says: the facts of its kind by their names, in their order. */
public final class Facts {
    /** The first fact of every link: the form that it has. */
    public static final String FORM = "rollcall-chain-1";

    private final LinkKind kind;
    private final Map<String, @Nullable String> values;

    private Facts(LinkKind kind, Map<String, @Nullable String> values) {
        if (!List.copyOf(values.keySet()).equals(kind.facts())) {
            throw new IllegalArgumentException(
                    "a link " + kind + " has the facts " + kind.facts() + ", not " + values.keySet());
        }
        this.kind = kind;
        this.values = Collections.unmodifiableMap(values);
    }

    /** @param values all facts of the kind, in their order */
    static Facts of(LinkKind kind, Map<String, @Nullable String> values) {
        return new Facts(kind, new LinkedHashMap<>(values));
    }

    /**
     * Reads the facts of a link.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static Facts read(LinkKind kind, String text) {
        List<@Nullable String> fields = Fields.decode(text);
        if (fields.size() != kind.facts().size()) {
            throw new IllegalArgumentException(fields.size() + " facts where a link " + kind + " has "
                    + kind.facts().size());
        }
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            values.put(kind.facts().get(i), fields.get(i));
        }
        return new Facts(kind, values);
    }

    public LinkKind kind() {
        return kind;
    }

    /** By name, in their order. */
    public Map<String, @Nullable String> values() {
        return values;
    }

    /** One fact; null where it is not known. */
    public @Nullable String get(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("a link " + kind + " has no fact " + name);
        }
        return values.get(name);
    }

    /** The text that is hashed. */
    public String text() {
        return Fields.encode(values.values());
    }

    /**
     * The link of these facts: the hash of the link before and of them.
     *
     * @param former the link before; the empty text when this is the first
     */
    public static String link(String former, String text) {
        return TextDigest.sha256Hex(Fields.encode(List.of(former, text)));
    }
}
