package dev.rollcall.cli.completion;

import java.util.Locale;
import picocli.CommandLine;

/** The shells that can be told how to complete a command line. */
public enum Shell {
    BASH {
        @Override
        public String script(CommandLine program, String folder) {
            return BashCompletion.script(program, folder);
        }
    },
    ZSH {
        @Override
        public String script(CommandLine program, String folder) {
            return ZshCompletion.script(program, folder);
        }
    };

    /**
     * The script for it.
     *
     * @param program with all commands beneath it
     * @param folder of the job files where {@code ROLLCALL_JOBS} is not set
     */
    public abstract String script(CommandLine program, String folder);

    /** As it is named on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
