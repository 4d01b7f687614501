package dev.rollcall.answer.query;

import dev.rollcall.directory.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the statement of a query's file as psql does: {@code :'name'} is a variable wherever it isn't within quotes,
 * dollar quotes or a comment, and {@code ::} is none. A variable becomes a parameter of the statement, of a type that the
 * server finds as it does for psql's literal; its value never becomes part of the text.
 */
final class StatementParser {
    private static final Pattern VARIABLE = Pattern.compile(":'([\\p{L}\\p{N}_]+)'");
    private static final Pattern PASTED = Pattern.compile(":(\"?)([a-z][a-z0-9_]*)\\1");
    private static final Pattern DOLLAR = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

    private final String file;
    private final String text;
    private final Set<String> declared;
    private final StringBuilder sql = new StringBuilder();
    private final StringBuilder sent = new StringBuilder();
    private final List<String> variables = new ArrayList<>();
    private int at;

    /** Behind the semicolon that ends the statement. */
    private boolean ended;

    /**
     * @param file as error messages name it
     * @param declared the parameters that its head names
     */
    StatementParser(String file, String text, Set<String> declared) {
        this.file = file;
        this.text = text;
        this.declared = declared;
    }

    /** @throws ConfigurationException when it isn't one statement with the variables that the head names */
    QueryStatement parse() {
        while (at < text.length()) {
            next();
        }
        if (sql.toString().isBlank()) {
            throw wrong("expected a statement");
        }
        for (String name : declared) {
            if (!variables.contains(name)) {
                throw new ConfigurationException(file + ": the statement has no :'" + name + "', which its head names");
            }
        }
        return new QueryStatement(sql.toString(), sent.toString(), variables);
    }

    private void next() {
        char c = text.charAt(at);
        if (text.startsWith("--", at)) {
            blankUntil(endOf("\n", at));
        } else if (text.startsWith("/*", at)) {
            blankUntil(endOfComment());
        } else if (Character.isWhitespace(c)) {
            copyUntil(at + 1);
        } else if (ended) {
            throw wrong("a query is one statement, and this is a second one");
        } else if (c == ';') {
            ended = true;
            at++;
        } else if (c == '\'') {
            copyUntil(endOfQuotes('\'', isEscapeString()));
        } else if (c == '"') {
            copyUntil(endOfQuotes('"', false));
        } else if (c == '$' && !isWithinWord()) {
            dollar();
        } else if (c == ':') {
            colon();
        } else {
            // The driver takes a question mark for a parameter; two are the operator.
            write(c == '?' ? "??" : String.valueOf(c), String.valueOf(c));
            at++;
        }
    }

    private void colon() {
        if (text.startsWith("::", at)) {
            copyUntil(at + 2);
            return;
        }
        Matcher variable = VARIABLE.matcher(text).region(at, text.length());
        if (variable.lookingAt()) {
            String name = variable.group(1);
            if (!declared.contains(name)) {
                throw wrong(":'" + name + "' is no parameter of its head");
            }
            variables.add(name);
            write("?", "$" + variables.size());
            at = variable.end();
            return;
        }
        Matcher pasted = PASTED.matcher(text).region(at, text.length());
        if (pasted.lookingAt() && declared.contains(pasted.group(2))) {
            throw wrong("write :'" + pasted.group(2) + "': values are bound, never pasted");
        }
        copyUntil(at + 1);
    }

    private void dollar() {
        Matcher quote = DOLLAR.matcher(text).region(at, text.length());
        copyUntil(quote.lookingAt() ? endOf(quote.group(), quote.end()) : at + 1);
    }

    /** Whether the quote at hand follows an E: a backslash escapes within. */
    private boolean isEscapeString() {
        return at > 0
                && Character.toUpperCase(text.charAt(at - 1)) == 'E'
                && (at == 1 || !isWordCharacter(text.charAt(at - 2)));
    }

    private boolean isWithinWord() {
        return at > 0 && isWordCharacter(text.charAt(at - 1));
    }

    private static boolean isWordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    /** A quote that is doubled ends here and begins anew. */
    private int endOfQuotes(char quote, boolean escapes) {
        for (int i = at + 1; i < text.length(); i++) {
            if (escapes && text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i + 1;
            }
        }
        throw wrong("nothing ends what this " + quote + " begins");
    }

    /** Comments nest. */
    private int endOfComment() {
        int depth = 1;
        int i = at + 2;
        while (depth > 0) {
            int open = text.indexOf("/*", i);
            int close = text.indexOf("*/", i);
            if (close < 0) {
                throw wrong("nothing ends the comment that begins here");
            }
            depth += open >= 0 && open < close ? 1 : -1;
            i = (open >= 0 && open < close ? open : close) + 2;
        }
        return i;
    }

    private int endOf(String end, int from) {
        int found = text.indexOf(end, from);
        if (found < 0 && end.startsWith("$")) {
            throw wrong("nothing ends what this " + end + " begins");
        }
        return found < 0 ? text.length() : found + end.length();
    }

    private void copyUntil(int end) {
        write(text.substring(at, end), text.substring(at, end));
        at = end;
    }

    /** Leaves a comment out, but for its line breaks: the server's errors are told by their line. */
    private void blankUntil(int end) {
        String blank = text.substring(at, end).replaceAll("[^\n]+", " ");
        write(blank, blank);
        at = end;
    }

    private void write(String forTheDriver, String forTheServer) {
        sql.append(forTheDriver);
        sent.append(forTheServer);
    }

    private ConfigurationException wrong(String what) {
        long line = text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new ConfigurationException(file + ":" + line + ": " + what);
    }
}
