package dev.rollcall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that a document tells its reader to give: a shell's block, or some of its lines; a statement of SQL; or one
 * of these within a sentence.
 *
 * @param block whether it is a whole block of a shell's lines
 */
record DocumentedCommand(Path document, Language language, boolean block, String text) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export )?\\w+=(?:'[^']*'|\"[^\"]*\"|[^ ]*)");
    private static final Set<String> RUN_HERE = Set.of("rollcall", "psql");
    private static final Set<String> PROGRAMS =
            Set.of("./mvnw mvn java keytool git .ci/run .ci/reproducible target/rollcall/bin/rollcall"
                    .concat(
                            " systemctl systemd-analyze systemd-creds journalctl crontab kill docker podman kubectl helm")
                    .concat(" apt apt-get dpkg sudo su cp mv rm ln tar chmod chown install mkdir cat export")
                    .concat(
                            " aws hcloud curl openssl ssh locale localectl createdb createuser pg_dump pg_restore pg_basebackup")
                    .split(" "));
    private static final Pattern SQL = Pattern.compile(
            "(SELECT|CREATE|ALTER|GRANT|REVOKE|DROP|INSERT|UPDATE|DELETE|VACUUM|ANALYZE|SET|REINDEX|LISTEN|WITH) .*");
    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*(?:\\n|$)");

    enum Language {
        SHELL,
        SQL,
        PSQL
    }

    /** In a file of Markdown, its blocks come first. */
    static List<DocumentedCommand> in(Path document) {
        String text = read(document);
        List<DocumentedCommand> commands = new ArrayList<>();
        if (document.toString().endsWith(".md")) {
            for (MatchResult block : BLOCK.matcher(text).results().toList()) {
                switch (block.group(2)) {
                    case "sh", "bash", "shell", "console" ->
                        shell(document, block.group(3)).forEach(commands::add);
                    case "sql" ->
                        statements(block.group(3))
                                .forEach(statement ->
                                        commands.add(new DocumentedCommand(document, Language.SQL, false, statement)));
                    default -> {}
                }
            }
            text = BLOCK.matcher(text).replaceAll("");
        }
        SPAN.matcher(text)
                .results()
                .map(span -> span.group(1).replaceAll("\\s*\\n\\s*#?\\s*", " ").replace("\\|", "|"))
                .flatMap(span -> inline(document, span))
                .forEach(commands::add);
        return commands;
    }

    /** The block where this class's tests can run all of it, else its lines. */
    private static Stream<DocumentedCommand> shell(Path document, String block) {
        String whole = block.replaceAll("\\\\\\n\\s*", "");
        List<String> lines = whole.lines()
                .map(line -> line.replaceFirst("\\s+# .*", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        return lines.stream().allMatch(DocumentedCommand::isRunHere)
                ? Stream.of(new DocumentedCommand(document, Language.SHELL, true, String.join("\n", lines)))
                : lines.stream().map(line -> new DocumentedCommand(document, Language.SHELL, false, line));
    }

    private static Stream<DocumentedCommand> inline(Path document, String span) {
        if (span.startsWith("\\")) {
            return Stream.of(new DocumentedCommand(document, Language.PSQL, false, span));
        }
        if (SQL.matcher(span).matches()) {
            return Stream.of(new DocumentedCommand(document, Language.SQL, false, span));
        }
        String program = program(span);
        boolean known = RUN_HERE.contains(program) || PROGRAMS.contains(program);
        return known && span.contains(" ")
                ? Stream.of(new DocumentedCommand(document, Language.SHELL, false, span))
                : Stream.empty();
    }

    static List<String> statements(String block) {
        return STATEMENT_END
                .splitAsStream(block)
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** Whether it is Rollcall's or psql's, or sets variables for them. */
    boolean isRunHere() {
        return language != Language.SHELL || text.lines().allMatch(DocumentedCommand::isRunHere);
    }

    private static boolean isRunHere(String line) {
        String program = program(line);
        return program.isEmpty() || RUN_HERE.contains(program);
    }

    /** The first word that is no assignment; empty when there is none. */
    private static String program(String line) {
        return line.replaceAll("^(?:" + ASSIGNMENT + "(?: +|$))+", "").split(" ", 2)[0];
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return document + ": " + text.replace("\n", "; ");
    }
}
