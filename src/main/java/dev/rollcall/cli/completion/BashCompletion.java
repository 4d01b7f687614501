package dev.rollcall.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The script for bash, 3.2 or newer. Picocli's own generator sets options of the reader's shell, takes words on the line
 * for regular expressions, whose errors it prints, and knows no candidates that are looked up when they are asked for.
 */
final class BashCompletion {
    private static final String HEAD = """
            # Completes rollcall in bash: source <(rollcall completion bash)

            # The names of the job files: of --jobs, else of ROLLCALL_JOBS.
            _rollcall_sources() {
              local folder=${ROLLCALL_JOBS:-%s} i value
              for ((i = 1; i < COMP_CWORD; i++)); do
                if [ "${COMP_WORDS[i]}" = --jobs ]; then
                  value=${COMP_WORDS[i + 1]}
                  [ "$value" != = ] || value=${COMP_WORDS[i + 2]}
                  folder=$value
                fi
              done
              command find "${folder/#~\\//$HOME/}/" -maxdepth 1 -name '*.yaml' 2>/dev/null |
                command sed -n 's|.*/\\([a-z0-9][a-z0-9-]*\\)\\.yaml$|\\1|p'
            }

            # What readline itself completes: -o default for files, -o dirnames for folders.
            _rollcall_files() {
              compopt "$@" 2>/dev/null || COMPREPLY=($(compgen -f -- "$word"))
            }

            _rollcall() {
              local IFS=$' \\t\\n' word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
              local command='' commands='' options='' arguments='' count=0 most=0 i
              COMPREPLY=()
              # Readline breaks words at the = of --option=value.
              if [ "$word" = = ]; then
                word=''
              elif [ "$before" = = ]; then
                before=${COMP_WORDS[COMP_CWORD - 2]}
              fi
              for ((i = 1; i < COMP_CWORD; i++)); do
                case "$command ${COMP_WORDS[i]}" in
            """;

    private static final String AFTER_COMMANDS = """
                    command="$command ${COMP_WORDS[i]}"
                    count=0
                    ;;
                  *' '-*) ;;
                  *) count=$((count + 1)) ;;
                esac
              done
              case $command in
            """;

    private static final String TAIL = """
              esac
              case $word in
                -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
                *)
                  [ "$count" -lt "$most" ] || arguments=''
                  COMPREPLY=($(compgen -W "$commands $arguments" -- "$word"))
                  ;;
              esac
            }

            complete -F _rollcall rollcall
            """;

    private final StringBuilder script = new StringBuilder();

    private BashCompletion() {}

    /** @param folder of the job files where {@code ROLLCALL_JOBS} is not set */
    static String script(CommandLine program, String folder) {
        BashCompletion completion = new BashCompletion();
        List<CommandPath> all = CommandPath.allOf(program);
        completion.script.append(HEAD.formatted(quoted(folder)));
        completion.line(
                4,
                all.stream()
                                .skip(1)
                                .map(path -> quoted(key(path)))
                                .collect(Collectors.joining(" | \\\n" + " ".repeat(6)))
                        + ")");
        completion.script.append(AFTER_COMMANDS);
        all.forEach(completion::command);
        return completion.script.append(TAIL).toString();
    }

    private void command(CommandPath path) {
        line(4, quoted(key(path)) + ")");
        line(
                6,
                "commands="
                        + quoted(path.below().stream()
                                .map(below -> below.words().get(path.words().size()))));
        line(6, "options=" + quoted(path.options().stream().flatMap(option -> Stream.of(option.names()))));
        path.parameters().stream().findFirst().ifPresent(this::arguments);
        line(6, "case $before in");
        path.options().stream().filter(CommandPath::takesValue).forEach(this::value);
        line(6, "esac");
        line(6, ";;");
    }

    /** Of several parameters the first alone has candidates. */
    private void arguments(PositionalParamSpec parameter) {
        Candidates candidates = Candidates.of(parameter);
        switch (candidates.kind()) {
            case WORDS -> line(6, "arguments=" + quoted(candidates.words().stream()));
            case SOURCES -> line(6, "arguments=$(_rollcall_sources)");
            default -> {}
        }
        line(6, "most=" + (parameter.index().max() == Integer.MAX_VALUE ? 1_000 : 1));
    }

    private void value(OptionSpec option) {
        Candidates candidates = Candidates.of(option);
        String offer = switch (candidates.kind()) {
            case WORDS -> compgen(quoted(candidates.words().stream()));
            case SOURCES -> compgen("\"$(_rollcall_sources)\"");
            case FILES -> "_rollcall_files -o default";
            case FOLDERS -> "_rollcall_files -o dirnames";
            case NOTHING -> "";
        };
        line(8, String.join(" | ", option.names()) + ")");
        if (!offer.isEmpty()) {
            line(10, offer);
        }
        line(10, "return");
        line(10, ";;");
    }

    private static String compgen(String words) {
        return "COMPREPLY=($(compgen -W " + words + " -- \"$word\"))";
    }

    private void line(int indent, String text) {
        script.append(" ".repeat(indent)).append(text).append('\n');
    }

    private static String key(CommandPath path) {
        return path.words().stream().map(word -> " " + word).collect(Collectors.joining());
    }

    private static String quoted(Stream<String> words) {
        return quoted(words.collect(Collectors.joining(" ")));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
