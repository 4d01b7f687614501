package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.DebianRoot;
import dev.rollcall.machine.InstallTest;
import dev.rollcall.machine.Packaged;
import dev.rollcall.machine.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Debian package, as dpkg and apt see it on a bare Debian. */
@InstallTest({"debootstrap", "lintian", "unshare", "nsenter"})
class DebianPackageTest {
    private static final String SETTINGS = "/etc/rollcall/rollcall.env";
    private static final String ARCHIVE = "/opt/rollcall/lib/rollcall.jsa";

    @Test
    void lintianFindsNothing() {
        ProgramRun lintian = ProgramRun.of(List.of(
                "lintian",
                "-E",
                "-I",
                "--pedantic",
                "--allow-root",
                Packaged.debian().toString()));

        assertThat(lintian.output()).isEmpty();
        assertThat(lintian.exitCode()).isZero();
    }

    @Test
    void namesNoHomepageOfAnother() {
        assertThat(ProgramRun.of(
                                List.of("dpkg-deb", "--field", Packaged.debian().toString(), "Homepage"))
                        .output())
                .isBlank();
    }

    @Test
    void isInstalledUpgradedRemovedAndPurged() throws IOException {
        try (DebianRoot root = DebianRoot.create()) {
            install(root, "/rollcall.deb");

            assertThat(root.succeed("rollcall --version")).startsWith("rollcall ");
            assertThat(root.succeed("stat -c '%a %U %G' " + SETTINGS)).isEqualTo("640 root rollcall\n");
            assertThat(root.succeed("getent passwd rollcall")).endsWith(":/var/lib/rollcall:/usr/sbin/nologin\n");
            assertThat(root.succeed("find /etc/systemd/system -name 'rollcall*'"))
                    .as("units that are enabled")
                    .isEmpty();
            assertThat(root.succeed("test -e " + ARCHIVE + " && dpkg --verify rollcall"))
                    .isEmpty();

            root.succeed("echo ROLLCALL_DB_USER=somebody >>" + SETTINGS + "; touch /etc/rollcall/jobs/mine.yaml");
            root.succeed("cd /; dpkg-deb -R rollcall.deb new; sed -i 's/^Version: .*/&+1/' new/DEBIAN/control;"
                    + "echo '# New.' >>new" + SETTINGS + "; dpkg-deb -Znone -b new newer.deb");
            root.succeed("rm " + ARCHIVE + "; dpkg --force-confold -i /newer.deb");

            assertThat(root.succeed("dpkg-query -W rollcall")).endsWith("+1\n");
            assertThat(root.succeed("tail -n 1 " + SETTINGS)).isEqualTo("ROLLCALL_DB_USER=somebody\n");
            assertThat(root.succeed("stat -c '%a %U %G' " + SETTINGS)).isEqualTo("640 root rollcall\n");
            root.succeed("test -e " + ARCHIVE);

            root.succeed("dpkg -r rollcall");

            assertThat(root.run("ls -d /opt/rollcall /usr/bin/rollcall").output())
                    .contains("No such file");
            root.succeed("test -e " + SETTINGS);

            root.succeed("dpkg -P rollcall");

            assertThat(root.succeed("find /etc /usr /var -path '*rollcall*'"))
                    .as("what a person made stays")
                    .isEqualTo("/etc/rollcall\n/etc/rollcall/jobs\n/etc/rollcall/jobs/mine.yaml\n");
        }
    }

    @Test
    void anotherJavaHasTheArchiveMadeAnew() throws IOException {
        try (DebianRoot root = DebianRoot.create()) {
            install(root, "/rollcall.deb");
            root.succeed("rm " + ARCHIVE);

            root.succeed("dpkg-trigger --by-package=default-jre-headless --no-await /usr/lib/jvm;"
                    + "dpkg --triggers-only --pending");

            String loaded = root.succeed(
                    "ROLLCALL_JAVA_OPTS=-Xlog:class+load:file=/loaded rollcall --version >/dev/null;"
                            + "grep -c 'source: shared objects file' /loaded; grep -vc 'source: shared objects file' /loaded");
            List<Integer> counts = loaded.lines().map(Integer::valueOf).toList();
            assertThat(counts.get(0)).as("archived and not: %s", counts).isGreaterThan(4 * counts.get(1));
        }
    }

    @Test
    void settingsAndJobFilesAreThoseOfEtcUntilTheCallerGivesOthers() throws IOException {
        try (DebianRoot root = DebianRoot.create()) {
            install(root, "/rollcall.deb");
            root.succeed("""
                    cat >/opt/rollcall/bin/rollcall <<'EOF'
                    #!/bin/sh
                    env | grep ^ROLLCALL_ | sort
                    EOF
                    cat >>/etc/rollcall/rollcall.env <<'EOF'
                      ROLLCALL_DB_URL=jdbc:postgresql://db/a?b=c&d=$e
                    ROLLCALL_DB_USER="writer"
                    ROLLCALL_DB_PASSWORD='a\\b"c $d'
                    EOF
                    adduser --quiet --system somebody
                    """);

            assertThat(root.succeed("rollcall")).isEqualTo("""
                    ROLLCALL_DB_PASSWORD=a\\b"c $d
                    ROLLCALL_DB_URL=jdbc:postgresql://db/a?b=c&d=$e
                    ROLLCALL_DB_USER=writer
                    ROLLCALL_JOBS=/etc/rollcall/jobs
                    """);
            assertThat(root.run(Map.of("ROLLCALL_DB_USER", "me", "ROLLCALL_JOBS", "/mine"), "rollcall")
                            .output())
                    .isEqualTo("""
                            ROLLCALL_DB_URL=jdbc:postgresql://db/a?b=c&d=$e
                            ROLLCALL_DB_USER=me
                            ROLLCALL_JOBS=/mine
                            """);
            assertThat(root.run(Map.of("ROLLCALL_DB_URL", "mine"), "rollcall").output())
                    .isEqualTo("""
                            ROLLCALL_DB_URL=mine
                            ROLLCALL_JOBS=/etc/rollcall/jobs
                            """);
            assertThat(root.succeed("setpriv --reuid=somebody --clear-groups rollcall"))
                    .isEqualTo("ROLLCALL_JOBS=/etc/rollcall/jobs\n");
            root.succeed("printf '%s\\n' 'ROLLCALL_LOG=a\\b' >>/etc/rollcall/rollcall.env");
            ProgramRun refused = root.run("rollcall");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.output())
                    .startsWith("rollcall: /etc/rollcall/rollcall.env:")
                    .hasLineCount(1);
        }
    }

    @Test
    void manualAndCompletionsAreWhereTheyAreLookedFor() throws IOException {
        try (DebianRoot root = DebianRoot.create()) {
            install(root, "/rollcall.deb");

            // A minimal Debian has neither a viewer nor a shell that asks for them.
            assertThat(root.succeed("zcat /usr/share/man/man1/rollcall-sync.1.gz"))
                    .contains(".SH \"EXIT STATUS\"");
            assertThat(root.succeed("cat /usr/share/bash-completion/completions/rollcall"))
                    .contains("'/etc/rollcall/jobs'");
            assertThat(root.succeed("head -n 1 /usr/share/zsh/vendor-completions/_rollcall"))
                    .isEqualTo("#compdef rollcall\n");
        }
    }

    /** A line for each variable that the documents name. */
    @Test
    void settingsNameEachVariable() throws IOException {
        String settings = Files.readString(Path.of("src/main/debian/root/etc/rollcall/rollcall.env"));
        String table = Files.readString(Path.of("docs/operating.md"))
                .split("## Environment\n", 2)[1]
                .split("\n## ", 2)[0];

        assertThat(Pattern.compile("`((?:ROLLCALL|OTEL|HTTPS?|ALL|NO)_\\w+)`")
                        .matcher(table)
                        .results())
                .allSatisfy(variable -> assertThat(settings).contains("#" + variable.group(1) + "="));
    }

    private static void install(DebianRoot root, String name) throws IOException {
        Files.copy(Packaged.debian(), root.file(name));
        root.succeed("apt-get install -y " + name);
    }
}
