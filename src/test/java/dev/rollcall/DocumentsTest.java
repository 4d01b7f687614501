package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name what is there: files, commands, options, profiles, classes, messages. */
class DocumentsTest {
    private static final Path README = Path.of("README.md");
    private static final Path OPERATING = Path.of("docs", "operating.md");
    private static final int MOST_WORDS_OF_README = 1_000;

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\\n]+`");
    private static final Pattern COMMAND = Pattern.compile("(?<![-\\w.])rollcall ([a-z]+)([^|;&\\n`]*)");
    private static final Pattern QUERY = Pattern.compile("\\s*([a-z][a-z-]+)");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final Pattern MAVEN = Pattern.compile("\\./mvnw[^\\n`]*");
    private static final Pattern PROFILE = Pattern.compile(" -P([\\w,-]+)");
    private static final Pattern PROPERTY = Pattern.compile(" -D([\\w.-]+)");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)`");
    private static final Pattern PATH = Pattern.compile("`((?:src|db|docs|jobs|\\.ci|\\.mvn)/[^`*…]*)`");
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (`[^|]*) \\|");
    private static final Pattern EXIT_CODES = Pattern.compile("(?m)^\\| ([0-9]+(?:, [0-9]+)*) \\|");

    /** Maven's own, Surefire's and Spring Boot's, which no file of this project names. */
    private static final Set<String> PROPERTIES_OF_OTHERS = Set.of("maven.surefire.debug");

    /** Classes of libraries that the documents name. */
    private static final Set<String> CLASSES_OF_OTHERS = Set.of("JobOperator", "SmartLifecycle", "TaskDecorator");

    static List<Path> documents() {
        Stream<Path> inFolders =
                Stream.of(".github", "db", "docs", "jobs").flatMap(folder -> files(folder, ".md").stream());
        return Stream.concat(Stream.of(README, Path.of("CHANGELOG.md")), inFolders)
                .toList();
    }

    @Test
    void readmeIsShort() {
        assertThat(read(README).split("\\s+")).hasSizeLessThanOrEqualTo(MOST_WORDS_OF_README);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void relativeLinksResolve(Path document) {
        for (String link : groups(LINK, read(document))) {
            if (link.contains(":")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertThat(target.normalize()).as("%s links to %s", document, link).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as("%s links to %s", document, link).contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsAndOptionsAreInTheHelp(Path document) {
        Map<String, String> helps = new HashMap<>();
        for (String code : code(document)) {
            for (MatchResult call : COMMAND.matcher(code).results().toList()) {
                String help = helps.computeIfAbsent(helpOf(call), DocumentsTest::help);
                assertThat(OPTION.matcher(call.group(2)).results().map(MatchResult::group))
                        .as("%s: %s", document, call.group())
                        .allSatisfy(option -> assertThat(help).contains(option));
            }
        }
    }

    /** {@code `sync --fresh`} and {@code `--json`}: the program's name is left out in a table of commands. */
    @Test
    void commandsOfTheReadmesTableAreInTheHelp() {
        String table = read(README).split("\\| command \\| does \\|", 2)[1].split("\n\n", 2)[0];
        for (String code : groups(SPAN, table)) {
            String help = help(code.split(" ", 2)[0]);
            assertThat(OPTION.matcher(code).results().map(MatchResult::group))
                    .as(code)
                    .allSatisfy(option -> assertThat(help).contains(option));
        }
    }

    @Test
    void exitCodesAreThose() throws IllegalAccessException {
        List<Integer> expected = new ArrayList<>();
        for (Field field : ExitCodes.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                field.setAccessible(true);
                expected.add(field.getInt(null));
            }
        }

        assertThat(groups(EXIT_CODES, read(README)).stream()
                        .flatMap(codes -> Arrays.stream(codes.split(", ")))
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.copyOf(expected));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void profilesAndPropertiesOfTheBuildAreThere(Path document) {
        String build = read(Path.of("pom.xml"));
        String all = build + sources("src");
        for (String code : code(document)) {
            for (String call :
                    MAVEN.matcher(code).results().map(MatchResult::group).toList()) {
                assertThat(groups(PROFILE, call).stream().flatMap(list -> Arrays.stream(list.split(","))))
                        .as("%s: %s", document, call)
                        .allSatisfy(profile -> assertThat(build).contains("<id>" + profile + "</id>"));
                assertThat(groups(PROPERTY, call))
                        .as("%s: %s", document, call)
                        .filteredOn(property -> !PROPERTIES_OF_OTHERS.contains(property))
                        .allSatisfy(property -> assertThat(all)
                                .containsAnyOf("\"" + property + "\"", ">" + property + "<", "<" + property + ">"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void classesAndFilesNamedAreThere(Path document) {
        String text = read(document);
        Set<String> classes = files("src", ".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(groups(CLASS, text))
                .as("classes that %s names", document)
                .filteredOn(name -> !CLASSES_OF_OTHERS.contains(name) && !classes.contains(name))
                .isEmpty();
        assertThat(groups(PATH, text))
                .as("files that %s names", document)
                .filteredOn(path -> !path.contains("NAME"))
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    /** The first column of a table of messages holds parts of what the program says, each as code. */
    @Test
    void messagesToTroubleshootAreTheProgramsOwn() {
        // Literals that a line break and a plus divide are one.
        String program = sources("src/main").replaceAll("\"\\s*\\+\\s*\"", "");

        List<String> messages = Stream.of(read(OPERATING).split("\\| message \\| cause", -1))
                .skip(1)
                .flatMap(table -> groups(FIRST_CELL, table.split("\n\n", 2)[0]).stream())
                .flatMap(cell -> groups(SPAN, cell).stream())
                .toList();

        assertThat(messages).isNotEmpty();
        assertThat(messages.stream().filter(message -> !program.contains(message)))
                .isEmpty();
    }

    /** The options of {@code query NAME} are in its own help. */
    private static String helpOf(MatchResult call) {
        Matcher query = QUERY.matcher(call.group(2));
        return call.group(1).equals("query") && query.lookingAt() ? "query " + query.group(1) : call.group(1);
    }

    private static String help(String command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exitCode = Rollcall.run((command + " --help").split(" "), Map.of(), stream, stream);
        String help = out.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(help).isZero();
        return help;
    }

    private static List<String> code(Path document) {
        return CODE.matcher(read(document)).results().map(MatchResult::group).toList();
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path document) {
        return groups(HEADING, read(document)).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String sources(String folder) {
        return files(folder, ".java").stream().map(DocumentsTest::read).collect(Collectors.joining());
    }

    private static List<Path> files(String folder, String ending) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
