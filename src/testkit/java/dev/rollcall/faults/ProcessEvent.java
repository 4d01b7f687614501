package dev.rollcall.faults;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message that a process sends to its database or its provider, or receives from them.
 *
 * @param kind names the row of the suite's table
 * @param detail helps a person to find the line of code
 */
record ProcessEvent(String kind, String detail) {
    private static final Pattern SCHEMA = Pattern.compile("\\b(directory|staging|batch)\\.");

    static final ProcessEvent CONNECT = new ProcessEvent("connection opened", "");
    static final ProcessEvent TEST = new ProcessEvent("connection tested", "");
    static final ProcessEvent COPY = new ProcessEvent("copy sent", "");
    static final ProcessEvent COMMIT = new ProcessEvent("commit sent", "");
    static final ProcessEvent COMMITTED = new ProcessEvent("commit answered", "");

    static ProcessEvent asked(String request) {
        return new ProcessEvent("request sent", request);
    }

    static ProcessEvent answered(String request) {
        return new ProcessEvent("request answered", request);
    }

    static ProcessEvent sent(String sql) {
        return new ProcessEvent("statement sent, " + subject(sql), sql);
    }

    /** The answer to a statement that is a transaction of its own. */
    static ProcessEvent done(String sql) {
        return new ProcessEvent("statement answered, " + subject(sql), sql);
    }

    private static String subject(String sql) {
        Matcher schema = SCHEMA.matcher(sql.toLowerCase(Locale.ROOT));
        return schema.find() ? schema.group(1) : "no table";
    }

    @Override
    public String toString() {
        return kind + (detail.isEmpty() ? "" : ": " + detail.strip().replaceAll("\\s+", " "));
    }
}
