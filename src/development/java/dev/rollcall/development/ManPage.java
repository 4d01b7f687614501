package dev.rollcall.development;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's page of the manual, in roff: what its help says, in the sections where a reader of manuals looks. */
final class ManPage {
    private static final String INDENT = "  ";
    private static final String ENVIRONMENT = "ENVIRONMENT";
    private static final String EXIT_STATUS = "EXIT STATUS";
    private static final String EXAMPLES = "EXAMPLES";

    /** How a paragraph of a help's footer begins that has a section of its own. */
    private static final Map<String, String> SECTIONS =
            Map.of("Environment", ENVIRONMENT, "Exit codes", EXIT_STATUS, "Example", EXAMPLES);

    private final CommandLine command;
    private final StringBuilder roff = new StringBuilder();
    private final Map<String, List<String>> sections = new LinkedHashMap<>();
    private final List<String> description = new ArrayList<>();

    private ManPage(CommandLine command) {
        this.command = command;
        sortFooter();
    }

    /** The pages of the program and of each command, by name. */
    static Map<String, String> all(CommandLine program, String version, LocalDate date) {
        return Stream.concat(Stream.of(program), program.getSubcommands().values().stream())
                .collect(Collectors.toMap(ManPage::name, command -> new ManPage(command).text(version, date)));
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    private String text(String version, LocalDate date) {
        CommandSpec spec = command.getCommandSpec();
        request("TH", escaped(name(command).toUpperCase(Locale.ROOT)), "1", date.toString(), "Rollcall " + version);
        roff.append(".ad l\n.nh\n");
        section("NAME");
        line(escaped(name(command)) + " \\- "
                + escaped(firstSentence(plain(spec.usageMessage().description()))));
        section("SYNOPSIS");
        literal(command.getHelp().synopsis(0).lines().toList());
        section("DESCRIPTION");
        line(escaped(plain(spec.usageMessage().description())));
        paragraphs(description);
        commands();
        arguments(spec);
        for (String section : List.of(ENVIRONMENT, EXIT_STATUS, EXAMPLES)) {
            section(section);
            paragraphs(sections.getOrDefault(section, List.of()));
        }
        section("SEE ALSO");
        line(seeAlso());
        return roff.toString();
    }

    /** A paragraph that begins like a section goes there, any other to the description. */
    private void sortFooter() {
        List<String> current = description;
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            String text = plain(line);
            String start = SECTIONS.keySet().stream()
                    .filter(text::startsWith)
                    .findFirst()
                    .orElse(null);
            if (text.isEmpty()) {
                description.add("");
                current = description;
            } else if (start == null) {
                boolean example = current == sections.get(EXAMPLES) && text.startsWith(INDENT);
                current.add(example ? INDENT + text.strip() : text);
            } else {
                current = sections.computeIfAbsent(SECTIONS.get(start), unused -> new ArrayList<>());
                String rest = text.substring(start.length()).replaceFirst("^s?[:;,]? *", "");
                if (!rest.isEmpty()) {
                    current.add(start.equals("Example") && !rest.endsWith(":") ? INDENT + rest : rest);
                }
            }
        }
    }

    private void commands() {
        if (command.getSubcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        command.getSubcommands().values().forEach(below -> {
            request("TP");
            line("\\fB" + escaped(name(below)) + "\\fR(1)");
            line(escaped(
                    firstSentence(plain(below.getCommandSpec().usageMessage().description()))));
        });
    }

    private void arguments(CommandSpec spec) {
        section("OPTIONS");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            boolean many = parameter.index().max() == Integer.MAX_VALUE;
            request("TP");
            line("\\fI" + escaped(parameter.paramLabel()) + "\\fR" + (many ? " ..." : ""));
            line(escaped(plain(parameter.description())));
        }
        for (OptionSpec option : spec.options()) {
            String value = option.arity().max() > 0 ? "=\\fI" + escaped(option.paramLabel()) + "\\fR" : "";
            request("TP");
            line(Stream.of(option.names())
                            .map(name -> "\\fB" + escaped(name) + "\\fR")
                            .collect(Collectors.joining(", "))
                    + value);
            line(escaped(plain(option.description())));
        }
    }

    private String seeAlso() {
        CommandLine parent = command.getParent();
        return parent == null
                ? command.getSubcommands().values().stream()
                        .map(below -> "\\fB" + escaped(name(below)) + "\\fR(1)")
                        .collect(Collectors.joining(", "))
                : "\\fB" + escaped(name(parent)) + "\\fR(1)";
    }

    /** Indented lines as they stand, others as text that is filled; an empty one ends a paragraph. */
    private void paragraphs(List<String> lines) {
        List<String> block = new ArrayList<>();
        boolean first = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            block.add(line);
            boolean ends = i + 1 == lines.size()
                    || line.isEmpty()
                    || lines.get(i + 1).startsWith(INDENT) != line.startsWith(INDENT);
            if (!ends) {
                continue;
            }
            List<String> text = block.stream().filter(part -> !part.isEmpty()).toList();
            block.clear();
            if (text.isEmpty()) {
                continue;
            }
            if (text.get(0).startsWith(INDENT)) {
                literal(text);
            } else {
                if (!first || lines == description) {
                    request("PP");
                }
                line(escaped(String.join(" ", text)));
            }
            first = false;
        }
    }

    private void literal(List<String> lines) {
        request("PP");
        request("nf");
        lines.forEach(line -> line(escaped(line)));
        request("fi");
    }

    private void section(String title) {
        request("SH", title);
    }

    private void request(String name, String... arguments) {
        roff.append('.').append(name);
        Stream.of(arguments)
                .forEach(argument -> roff.append(" \"").append(argument).append('"'));
        roff.append('\n');
    }

    private void line(String text) {
        roff.append(text.startsWith(".") ? "\\&" : "").append(text).append('\n');
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    /** As picocli prints it. */
    private static String plain(String... description) {
        return String.join(" ", description).replace("$$", "$").replace("%%", "%");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti");
    }
}
