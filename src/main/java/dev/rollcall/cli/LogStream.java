package dev.rollcall.cli;

import dev.rollcall.directory.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In place of standard error, where a program reads the log as one JSON object a line: makes each line that a command
 * prints for people a line of the log.
 */
final class LogStream extends PrintStream {
    private static final Logger log = LoggerFactory.getLogger(LogStream.class);

    LogStream() {
        super(new Lines(), true, StandardCharsets.UTF_8);
    }

    private static final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            String text = SafeText.oneLine(line.toString(StandardCharsets.UTF_8));
            line.reset();
            if (!text.isEmpty()) {
                log.info(text);
            }
        }
    }
}
