package dev.rollcall.store.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a run names itself to other runs and to people: host, process and since when. */
public final class RunIdentity {
    private static final Pattern PROGRAM = Pattern.compile("rollcall(-worker)?");
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    private RunIdentity() {}

    /**
     * The identity as the name of the session that holds the lock, where other runs read it. The host comes last, since
     * PostgreSQL cuts such names off after 63 bytes.
     *
     * @param program the first word
     */
    static String applicationName(String program) {
        return program + " " + process() + " " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + host();
    }

    /** The identity in words, from an {@link #applicationName}; empty for sessions of other programs. */
    static Optional<String> of(@Nullable String applicationName) {
        String[] parts = applicationName == null ? new String[0] : applicationName.split(" ", 4);
        return parts.length == 4 && PROGRAM.matcher(parts[0]).matches()
                ? Optional.of("host " + parts[3] + ", process " + parts[1] + ", since " + parts[2])
                : Optional.empty();
    }

    /** The identity of this process in words, as the fence keeps it. */
    static String here() {
        ProcessHandle process = ProcessHandle.current();
        Instant since = process.info().startInstant().orElseGet(Instant::now).truncatedTo(ChronoUnit.SECONDS);
        return "host " + host() + ", process " + process.pid() + ", since " + since;
    }

    /** The number of this process on its host. */
    public static long process() {
        return ProcessHandle.current().pid();
    }

    /** The name of this host, by the kernel's word where that is told: a variable may be another program's. */
    public static String host() {
        try {
            return Files.readString(HOST).strip();
        } catch (IOException notLinux) {
            return hostByName();
        }
    }

    private static String hostByName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
