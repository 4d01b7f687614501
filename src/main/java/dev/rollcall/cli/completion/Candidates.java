package dev.rollcall.cli.completion;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a shell can offer for the value of an option or a parameter.
 *
 * @param words empty but for {@link Kind#WORDS}
 */
record Candidates(Kind kind, List<String> words) {
    private static final Set<String> LABELS_OF_SOURCES = Set.of("SOURCE", "OLD");
    private static final String FOLDER = "DIR";

    enum Kind {
        WORDS,
        /** Names of job files. */
        SOURCES,
        FILES,
        FOLDERS,
        /** A time, a number, a name that is new. */
        NOTHING
    }

    Candidates {
        words = List.copyOf(words);
    }

    static Candidates of(ArgSpec arg) {
        Object[] constants = arg.type().getEnumConstants();
        return constants == null
                ? new Candidates(kind(arg), List.of())
                : new Candidates(
                        Kind.WORDS, Stream.of(constants).map(String::valueOf).toList());
    }

    private static Kind kind(ArgSpec arg) {
        boolean option = arg.isOption() && ((OptionSpec) arg).longestName().equals("--source");
        if (option || LABELS_OF_SOURCES.contains(arg.paramLabel())) {
            return Kind.SOURCES;
        }
        if (arg.paramLabel().equals(FOLDER)) {
            return Kind.FOLDERS;
        }
        return arg.type().equals(Path.class) ? Kind.FILES : Kind.NOTHING;
    }
}
