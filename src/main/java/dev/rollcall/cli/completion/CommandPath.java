package dev.rollcall.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command, by the words that lead to it.
 *
 * @param words empty for the program itself
 */
record CommandPath(List<String> words, CommandSpec spec) {
    CommandPath {
        words = List.copyOf(words);
    }

    /** The program and all commands beneath it, each before its own. */
    static List<CommandPath> allOf(CommandLine program) {
        List<CommandPath> all = new ArrayList<>();
        all.add(new CommandPath(List.of(), program.getCommandSpec()));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).below());
        }
        return all;
    }

    /** The commands whose next word this one takes. */
    List<CommandPath> below() {
        return spec.subcommands().entrySet().stream()
                .map(entry -> new CommandPath(
                        Stream.concat(words.stream(), Stream.of(entry.getKey())).toList(),
                        entry.getValue().getCommandSpec()))
                .toList();
    }

    List<OptionSpec> options() {
        return spec.options().stream().filter(option -> !option.hidden()).toList();
    }

    List<PositionalParamSpec> parameters() {
        return spec.positionalParameters();
    }

    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** A sentence about a command or an option, as picocli prints it. */
    static String sentence(String... description) {
        String text = String.join(" ", description).replace("$$", "$").replace("%%", "%");
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }
}
