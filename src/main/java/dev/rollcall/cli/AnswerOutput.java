package dev.rollcall.cli;

import dev.rollcall.answer.OutputFile;
import dev.rollcall.answer.format.Column;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.answer.format.RowFormat;
import dev.rollcall.answer.format.RowWriter;
import dev.rollcall.answer.format.TableStyle;
import dev.rollcall.cli.text.Names;
import dev.rollcall.directory.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the rows of an answer are written, and where. */
final class AnswerOutput {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table (default), csv, json (one array) or jsonl (an object a line).")
    private RowFormat format = RowFormat.TABLE;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write there instead of standard output, whole or not at all.")
    private @Nullable Path file;

    @Option(
            names = "--csv-formulas",
            paramLabel = "RULE",
            description = "What becomes in csv of text that a spreadsheet would take for a formula: escape (default:"
                    + " a leading ') or keep.")
    private FormulaCells formulas = FormulaCells.ESCAPE;

    /** Writes all rows of an answer. */
    @FunctionalInterface
    interface Rows {
        void write(RowWriter to) throws IOException;
    }

    RowFormat format() {
        return format;
    }

    /** Whether nobody sees it being written. */
    boolean toFile() {
        return file != null;
    }

    /** Where another form than rows is written, too. */
    void write(CommandContext context, OutputFile.Content content) {
        if (file == null) {
            writeToStandardOutput(context.out(), content);
        } else {
            OutputFile.write(file, content);
        }
    }

    /** Writes an answer, the format's end included: what fails before it never looks whole. */
    void write(CommandContext context, List<Column> columns, Rows rows) {
        write(context, out -> {
            try (RowWriter to = format.open(out, columns, formulas, style(context))) {
                rows.write(to);
                to.end();
            }
        });
    }

    private TableStyle style(CommandContext context) {
        return isTerminal(context) ? TableStyle.TERMINAL : TableStyle.FILE;
    }

    /** How names are printed where the answer goes. */
    Names names(CommandContext context) {
        return isTerminal(context) ? Names.CUT : Names.WHOLE;
    }

    private boolean isTerminal(CommandContext context) {
        return file == null && context.outIsTerminal();
    }

    private static void writeToStandardOutput(PrintStream out, OutputFile.Content content) {
        try {
            content.write(new CheckedOutput(out));
            out.flush();
        } catch (IOException e) {
            throw new ConfigurationException("the answer is not complete: " + e.getMessage(), e);
        }
    }

    /** Ends an answer that nobody reads any more: a {@link PrintStream} keeps its failures to itself. */
    private static final class CheckedOutput extends OutputStream {
        private final PrintStream out;

        CheckedOutput(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            if (out.checkError()) {
                throw new IOException("standard output takes no more of it");
            }
        }
    }
}
