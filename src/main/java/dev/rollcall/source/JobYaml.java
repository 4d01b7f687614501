package dev.rollcall.source;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a job file as a tree of nodes that know their lines. What a file says never constructs an object. */
final class JobYaml {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 10;
    private static final int MAX_ALIASES = 10;

    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.SEQ, Tag.MAP);

    private static final Resolver RESOLVER = new Resolver();

    private JobYaml() {}

    static String text(Path file) {
        return TextFile.read(file, MAX_BYTES, SafeText.masked(file.toString()));
    }

    /** Reads a text as that of a file, which need not be there. */
    static Node parse(Path file, String text) {
        int secret = Secrets.accessKeyIn(text);
        if (secret >= 0) {
            String line = text.substring(text.lastIndexOf('\n', secret) + 1, secret);
            int colon = line.indexOf(':');
            String key =
                    colon < 0 ? "" : SafeText.masked(line.substring(0, colon).strip()) + ": ";
            throw new ConfigurationException(
                    at(file, lineOf(text, secret)) + ": " + key + "an AWS access key id; " + Secrets.ADVICE);
        }
        Node node = compose(file, text);
        if (node == null) {
            throw new ConfigurationException(
                    at(file, 1) + ": expected a mapping of keys to values, found an empty file");
        }
        return node;
    }

    private static @Nullable Node compose(Path file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        try {
            // As Yaml.compose does, without what it makes first to construct and to write objects: half of the time.
            return new Composer(new ParserImpl(new StreamReader(text), options), RESOLVER, options).getSingleNode();
        } catch (MarkedYAMLException e) {
            // Not the exception's message, which quotes the line and with it perhaps a secret.
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw notYaml(file, line, String.valueOf(e.getProblem()), e);
        } catch (ReaderException e) {
            throw notYaml(
                    file, lineOf(text, e.getPosition()), "a control character: U+%04X".formatted(e.getCodePoint()), e);
        } catch (YAMLException e) {
            throw notYaml(file, 1, String.valueOf(e.getMessage()), e);
        }
    }

    private static ConfigurationException notYaml(Path file, int line, String reason, YAMLException cause) {
        String shown = SafeText.masked(reason.lines().findFirst().orElse(""));
        return new ConfigurationException(at(file, line) + ": expected YAML: " + shown, cause);
    }

    private static int lineOf(String text, int position) {
        return 1
                + (int) text.substring(0, Math.min(position, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** {@code file:line}, as messages begin. */
    static String at(Path file, int line) {
        return SafeText.masked(file.toString()) + ":" + line;
    }

    /** The line on which a node begins, counted from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** What a node is, for the end of a message. */
    static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "found a mapping";
        }
        if (node instanceof SequenceNode) {
            return "found a list";
        }
        return isNothing(node) ? "found nothing" : "found a single value";
    }

    static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** Whether a node has no tag of the file's own. */
    static boolean isPlainYaml(Node node) {
        return TAGS.contains(node.getTag());
    }
}
