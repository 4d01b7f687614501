package dev.rollcall.faults;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a process does to the world, or is told of it.
 *
 * @param kind for the table at the end
 * @param detail for a person who looks for the line of code
 */
record Event(String kind, String detail) {
    private static final Pattern SCHEMA = Pattern.compile("\\b(directory|staging|batch)\\.");

    static final Event CONNECT = new Event("connection opened", "");
    static final Event TEST = new Event("connection tested", "");
    static final Event COPY = new Event("copy sent", "");
    static final Event COMMIT = new Event("commit sent", "");
    static final Event COMMITTED = new Event("commit answered", "");

    static Event asked(String request) {
        return new Event("request sent", request);
    }

    static Event answered(String request) {
        return new Event("request answered", request);
    }

    static Event sent(String sql) {
        return new Event("statement sent, " + subject(sql), sql);
    }

    /** Of a statement that is a transaction of its own. */
    static Event done(String sql) {
        return new Event("statement answered, " + subject(sql), sql);
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
