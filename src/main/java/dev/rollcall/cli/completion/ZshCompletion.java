package dev.rollcall.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The script for zsh: to be sourced, or to stand as {@code _rollcall} in a folder of {@code fpath}. */
final class ZshCompletion {
    private static final String HEAD = """
            #compdef rollcall
            # Completes rollcall in zsh: source <(rollcall completion zsh)

            # The names of the job files: of --jobs, else of ROLLCALL_JOBS.
            _rollcall_sources() {
              local folder=${(Q)opt_args[--jobs]}
              local -a sources
              folder=${folder:-${ROLLCALL_JOBS:-%s}}
              sources=(${(f)"$(command find "${folder/#\\~\\//$HOME/}/" -maxdepth 1 -name '*.yaml' 2>/dev/null |
                command sed -n 's|.*/\\([a-z0-9][a-z0-9-]*\\)\\.yaml$|\\1|p')"})
              compadd "$@" -a sources
            }

            """;

    private static final String TAIL = """
            if [[ ${zsh_eval_context[-1]} = loadautofunc ]]; then
              _rollcall "$@"
            else
              (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
              compdef _rollcall rollcall
            fi
            """;

    private final StringBuilder script = new StringBuilder();

    private ZshCompletion() {}

    /** @param folder of the job files where {@code ROLLCALL_JOBS} is not set */
    static String script(CommandLine program, String folder) {
        ZshCompletion completion = new ZshCompletion();
        completion.script.append(HEAD.formatted(quoted(folder)));
        CommandPath.allOf(program).forEach(completion::command);
        return completion.script.append(TAIL).toString();
    }

    /** A function a command. */
    private void command(CommandPath path) {
        List<CommandPath> below = path.below();
        line(0, function(path) + "() {");
        if (below.isEmpty()) {
            line(2, "_arguments -s" + arguments(path));
        } else {
            line(2, "local curcontext=$curcontext state line");
            line(2, "typeset -A opt_args");
            line(2, "_arguments -C -s" + arguments(path) + " \\");
            line(4, "'1:command:->command' '*::argument:->argument'");
            line(2, "case $state in");
            line(4, "command)");
            line(6, "local -a commands");
            line(6, "commands=(");
            below.forEach(command -> line(8, quoted(described(command))));
            line(6, ")");
            line(6, "_describe command commands");
            line(6, ";;");
            line(4, "argument)");
            line(6, "case $words[1] in");
            below.forEach(command -> line(8, name(command) + ") " + function(command) + " ;;"));
            line(6, "esac");
            line(6, ";;");
            line(2, "esac");
        }
        line(0, "}");
        line(0, "");
    }

    private static String arguments(CommandPath path) {
        Stream<String> parameters =
                path.below().isEmpty() ? path.parameters().stream().map(ZshCompletion::parameter) : Stream.of();
        return Stream.concat(path.options().stream().flatMap(ZshCompletion::option), parameters)
                .map(argument -> " \\\n    " + quoted(argument))
                .collect(Collectors.joining());
    }

    private static Stream<String> option(OptionSpec option) {
        String others = "(" + String.join(" ", option.names()) + ")";
        String about = "[" + sentence(option.description()).replace("[", "\\[").replace("]", "\\]") + "]";
        if (!CommandPath.takesValue(option)) {
            return Stream.of(option.names()).map(name -> others + name + about);
        }
        return Stream.of(option.names())
                .map(name -> others + name + (name.startsWith("--") ? "=" : "+") + about + value(option));
    }

    private static String value(OptionSpec option) {
        return ":" + label(option.paramLabel()) + ":" + action(Candidates.of(option));
    }

    private static String parameter(PositionalParamSpec parameter) {
        boolean many = parameter.index().max() == Integer.MAX_VALUE;
        return (many ? "*" : Integer.toString(parameter.index().min() + 1)) + ":" + label(parameter.paramLabel()) + ":"
                + action(Candidates.of(parameter));
    }

    private static String action(Candidates candidates) {
        return switch (candidates.kind()) {
            case WORDS -> "(" + String.join(" ", candidates.words()) + ")";
            case SOURCES -> "_rollcall_sources";
            case FILES -> "_files";
            case FOLDERS -> "_files -/";
            case NOTHING -> " ";
        };
    }

    private static String described(CommandPath path) {
        return name(path) + ":"
                + sentence(path.spec().usageMessage().description()).replace(":", "\\:");
    }

    private static String sentence(String... description) {
        return CommandPath.sentence(description).replace("\\", "\\\\");
    }

    private static String label(String label) {
        return label.replace(":", "\\:");
    }

    private static String name(CommandPath path) {
        return path.words().get(path.words().size() - 1);
    }

    private static String function(CommandPath path) {
        return path.words().stream().map(word -> "_" + word).collect(Collectors.joining("", "_rollcall", ""));
    }

    private void line(int indent, String text) {
        script.append(" ".repeat(indent)).append(text).append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
