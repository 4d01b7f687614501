package dev.rollcall.log;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.rollcall.directory.SafeText;

/** {@code %safeMsg} of a line: the message as one line. */
final class LogMessageConverter extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return SafeText.oneLine(super.convert(event));
    }
}
