package dev.rollcall.store.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run names itself to the others: host, process and since when. */
final class RunIdentity {
    private static final String PROGRAM = "rollcall";

    private RunIdentity() {}

    /**
     * The same as the name of the database session that holds a lock, so that the two can't part ways. The host comes
     * last: PostgreSQL cuts such names off after 63 bytes.
     */
    static String applicationName() {
        return PROGRAM + " " + ProcessHandle.current().pid() + " "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + host();
    }

    /** What an {@link #applicationName} says; empty for other sessions. */
    static Optional<String> of(@Nullable String applicationName) {
        String[] parts = applicationName == null ? new String[0] : applicationName.split(" ", 4);
        return parts.length == 4 && parts[0].equals(PROGRAM)
                ? Optional.of("host " + parts[3] + ", process " + parts[1] + ", since " + parts[2])
                : Optional.empty();
    }

    static String here() {
        ProcessHandle process = ProcessHandle.current();
        Instant since = process.info().startInstant().orElseGet(Instant::now).truncatedTo(ChronoUnit.SECONDS);
        return "host " + host() + ", process " + process.pid() + ", since " + since;
    }

    private static String host() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
