package dev.rollcall.source;

import dev.rollcall.directory.ConfigurationException;
import java.io.StringReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads a job file as a tree of nodes. Nodes know their lines, and no object is ever constructed from what a file says.
 */
final class JobYaml {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 10;
    private static final int MAX_ALIASES = 10;

    private JobYaml() {}

    static Node read(Path file) {
        String text = TextFile.read(file, MAX_BYTES, Printable.of(file));
        int secret = Secrets.accessKeyIn(text);
        if (secret >= 0) {
            String line = text.substring(text.lastIndexOf('\n', secret) + 1, secret);
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : Printable.of(line.substring(0, colon).strip()) + ": ";
            throw new ConfigurationException(
                    Section.at(file, lineOf(text, secret)) + ": " + key + "an AWS access key id; " + Secrets.ADVICE);
        }
        Node node = compose(file, text);
        if (node == null) {
            throw new ConfigurationException(
                    Section.at(file, 1) + ": expected a mapping of keys to values, found an empty file");
        }
        return node;
    }

    private static @Nullable Node compose(Path file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            // Only the problem: the exception's own message quotes the line, and with it perhaps a secret.
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw notYaml(file, line, String.valueOf(e.getProblem()), e);
        } catch (ReaderException e) {
            throw notYaml(
                    file, lineOf(text, e.getPosition()), "a control character: U+%04X".formatted(e.getCodePoint()), e);
        } catch (YAMLException e) {
            throw notYaml(file, 1, String.valueOf(e.getMessage()), e);
        }
    }

    private static ConfigurationException notYaml(Path file, int line, String problem, YAMLException cause) {
        String shown = Printable.of(problem.lines().findFirst().orElse(""));
        return new ConfigurationException(Section.at(file, line) + ": expected YAML: " + shown, cause);
    }

    private static int lineOf(String text, int position) {
        return 1
                + (int) text.substring(0, Math.min(position, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
