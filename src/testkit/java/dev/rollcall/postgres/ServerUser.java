package dev.rollcall.postgres;

import dev.rollcall.machine.ProgramRun;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The account that PostgreSQL's programs run as, since they refuse to run as root.
 *
 * @param account the account that owns the data; null for the one this JVM runs as
 * @param prefix what goes before a command to run it as that user
 */
record ServerUser(@Nullable String account, List<String> prefix) {
    ServerUser {
        prefix = List.copyOf(prefix);
    }

    /** The account of this JVM; for root a user namespace or, where that is refused, another account. */
    static ServerUser detect() {
        if (!isRoot()) {
            return new ServerUser(null, List.of());
        }
        if (ProgramRun.succeeds("unshare", "-U", "true")) {
            return new ServerUser(null, List.of("unshare", "-U"));
        }
        return Stream.of("postgres", "nobody")
                .filter(account -> ProgramRun.succeeds("id", "-u", account))
                .findFirst()
                .map(ServerUser::account)
                .orElseThrow(() -> new IllegalStateException(
                        "PostgreSQL does not run as root, unshare -U is refused, and there is no account postgres or"
                                + " nobody"));
    }

    static ServerUser account(String account) {
        List<String> prefix = ProgramRun.succeeds("setpriv", "--version")
                ? List.of("setpriv", "--reuid=" + account, "--regid=" + groupOf(account), "--clear-groups")
                : List.of("runuser", "-u", account, "--");
        return new ServerUser(account, prefix);
    }

    static boolean isRoot() {
        return ProgramRun.of(List.of("id", "-u")).output().strip().equals("0");
    }

    private static String groupOf(String account) {
        return ProgramRun.of(List.of("id", "-g", account)).output().strip();
    }

    ProgramRun run(List<String> command) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command);
        return ProgramRun.of(line);
    }

    /** Whether this user can reach {@code folder} at all: root's home is closed to others. */
    boolean reaches(Path folder) {
        return account == null || run(List.of("test", "-x", folder.toString())).exitCode() == 0;
    }

    /** Makes this user the owner of {@code folder}. */
    void own(Path folder) throws IOException {
        if (account != null) {
            Files.setOwner(
                    folder,
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(account));
        }
    }
}
