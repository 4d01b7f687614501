package dev.rollcall.cli.init;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commented job file of a kind of identity store, into which answers are filled: the example of {@code jobs/} that
 * comes with the program.
 */
final class JobFileTemplate {
    static final String CREDENTIALS = "credentials.";

    private static final Pattern KEY = Pattern.compile("(#?)( *)([a-z-]+):( .*)?");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/_.:@-]*[A-Za-z0-9/_-]");
    private static final Set<String> WORDS_OF_YAML = Set.of("null", "true", "false", "yes", "no", "on", "off");

    private final String name;
    private final String example;

    private JobFileTemplate(String name, String example) {
        this.name = name;
        this.example = example;
    }

    /**
     * Reads the template.
     *
     * @param name of the source
     * @param provider one that the program knows
     */
    static JobFileTemplate of(String name, String provider) {
        String file = provider + ".yaml.example";
        try (InputStream example = JobFileTemplate.class.getResourceAsStream(file)) {
            if (example == null) {
                throw new IllegalArgumentException("there is no " + file);
            }
            return new JobFileTemplate(name, new String(example.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The job file's text.
     *
     * @param answers by key; those of the section credentials begin with {@link #CREDENTIALS}
     */
    String filledIn(Map<String, String> answers) {
        boolean withCredentials = answers.keySet().stream().anyMatch(key -> key.startsWith(CREDENTIALS));
        List<String> lines = new ArrayList<>(List.of(
                "# The source " + name + ", as 'rollcall init' wrote it. Next:",
                "#   rollcall check " + name,
                "#   rollcall sync " + name));
        String section = "";
        for (String line :
                example.lines().dropWhile(line -> line.startsWith("#")).toList()) {
            Matcher key = KEY.matcher(line);
            if (!key.matches()) {
                lines.add(line);
                continue;
            }
            boolean top = key.group(2).isEmpty();
            section = top ? key.group(3) + "." : section;
            String answer = answers.get(top ? key.group(3) : section + key.group(3));
            if (answer != null) {
                lines.add(key.group(2) + key.group(3) + ": " + scalar(answer));
            } else {
                lines.add(withCredentials && line.equals("#credentials:") ? "credentials:" : line);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /** As it stands where YAML takes it for text, else in quotes. */
    private static String scalar(String answer) {
        return PLAIN.matcher(answer).matches() && !WORDS_OF_YAML.contains(answer.toLowerCase(Locale.ROOT))
                ? answer
                : JsonMapper.shared().writeValueAsString(answer);
    }
}
