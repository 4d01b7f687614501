package dev.rollcall.source;

import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.GroupId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configured identity store, as its job file describes it. Holds no secret.
 *
 * @param name matches {@link #NAME}
 * @param file the job file
 * @param provider {@link dev.rollcall.directory.Provider#name()}
 * @param users whether users are read as well
 * @param requestsPerSecond greatest sustained rate
 * @param gapsMaxPercent of groups that may be unreadable before a run fails instead of publishing
 * @param resumeWithin an interrupted snapshot begun longer ago is discarded, not resumed
 * @param freshWithin the source is stale when its last reading is older; null when the job file does not say
 * @param schedule when a worker reads it; null when none does
 * @param notices null when nobody is told
 */
public record Source(
        String name,
        Path file,
        String provider,
        DirectorySettings directory,
        Scope scope,
        boolean users,
        double requestsPerSecond,
        Guard guard,
        double gapsMaxPercent,
        Duration resumeWithin,
        @Nullable Duration freshWithin,
        @Nullable Schedule schedule,
        @Nullable NoticeSettings notices) {
    /** What a source's name looks like. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public Source {
        require(NAME.matcher(name).matches(), "name");
        require(requestsPerSecond > 0 && Double.isFinite(requestsPerSecond), "requestsPerSecond");
        require(isPercent(gapsMaxPercent), "gapsMaxPercent");
        require(isPositive(resumeWithin), "resumeWithin");
        require(freshWithin == null || isPositive(freshWithin), "freshWithin");
    }

    /** The same source with another number of requests in flight at once. */
    public Source withWorkers(int workers) {
        DirectorySettings same = directory;
        return new Source(
                name,
                file,
                provider,
                new DirectorySettings(
                        same.identityStoreId(),
                        same.region(),
                        same.endpoint(),
                        same.credentials(),
                        workers,
                        same.pageSize(),
                        same.timeout()),
                scope,
                users,
                requestsPerSecond,
                guard,
                gapsMaxPercent,
                resumeWithin,
                freshWithin,
                schedule,
                notices);
    }

    /** Which groups are read. */
    public sealed interface Scope {}

    /** Every group that the provider lists. */
    public record AllGroups() implements Scope {}

    /**
     * The groups named, and no other.
     *
     * @param ids not empty, distinct, sorted bytewise by their UTF-8 form, whatever order they were given in
     */
    public record GroupIds(List<GroupId> ids) implements Scope {
        private static final Comparator<GroupId> BYTEWISE = (a, b) -> Arrays.compareUnsigned(
                a.value().getBytes(StandardCharsets.UTF_8), b.value().getBytes(StandardCharsets.UTF_8));

        public GroupIds {
            require(!ids.isEmpty(), "ids");
            ids = ids.stream().distinct().sorted(BYTEWISE).toList();
        }
    }

    /**
     * The limit on removals that may be published without consent.
     *
     * @param maxRemovedPercent of the source's memberships, of its groups, of its users
     * @param maxRemovedPercentPerGroup of one group's members
     * @param alwaysAllowed up to this many removals never trip the guard
     */
    public record Guard(double maxRemovedPercent, double maxRemovedPercentPerGroup, int alwaysAllowed) {
        public Guard {
            require(isPercent(maxRemovedPercent), "maxRemovedPercent");
            require(isPercent(maxRemovedPercentPerGroup), "maxRemovedPercentPerGroup");
            require(alwaysAllowed >= 0, "alwaysAllowed");
        }
    }

    private static boolean isPercent(double value) {
        return value >= 0 && value <= 100;
    }

    private static boolean isPositive(Duration value) {
        return !value.isNegative() && !value.isZero();
    }

    private static void require(boolean valid, String component) {
        if (!valid) {
            throw new IllegalArgumentException(component + " is out of range");
        }
    }
}
