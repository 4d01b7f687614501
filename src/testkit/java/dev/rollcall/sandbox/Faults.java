package dev.rollcall.sandbox;

import dev.rollcall.directory.GroupId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a sandbox: none at first. Every setting may change at any time and applies to all requests received from
 * then on. Whether a request meets a fault depends on the seed, the requested page and how often it was requested before,
 * so it is the same in every run, however its threads interleave.
 */
public final class Faults {
    private volatile long seed;
    private volatile Map<Fault, Double> shares = Map.of();
    private volatile @Nullable RateLimit rateLimit;
    private volatile boolean throttlingStorm;
    private volatile boolean outage;
    private volatile int latencyMillis;
    private volatile int retryAfterSeconds;
    private volatile Set<String> deniedOperations = Set.of();
    private volatile Set<String> deniedGroups = Set.of();
    private volatile Set<String> refusedGroups = Set.of();
    private volatile Set<String> failingGroups = Set.of();
    private volatile Set<String> loopingGroups = Set.of();
    private volatile Set<String> vanishedGroups = Set.of();
    private volatile @Nullable String denialReason;
    private volatile @Nullable String denialMessage;
    private volatile boolean sessionTokensExpired;
    private volatile Set<String> revokedKeys = Set.of();
    private volatile long clockSkewSeconds;
    private volatile boolean bareArray;
    private volatile int mostIds = 100;
    private volatile boolean unknownIdsRefused;

    /** Switches all faults off. */
    public synchronized Faults clear() {
        Faults none = new Faults();
        seed = none.seed;
        shares = none.shares;
        rateLimit = null;
        throttlingStorm = false;
        outage = false;
        latencyMillis = 0;
        retryAfterSeconds = 0;
        deniedOperations = none.deniedOperations;
        deniedGroups = none.deniedGroups;
        refusedGroups = none.refusedGroups;
        failingGroups = none.failingGroups;
        loopingGroups = none.loopingGroups;
        vanishedGroups = none.vanishedGroups;
        denialReason = null;
        denialMessage = null;
        sessionTokensExpired = false;
        revokedKeys = none.revokedKeys;
        clockSkewSeconds = 0;
        bareArray = false;
        mostIds = none.mostIds;
        unknownIdsRefused = false;
        return this;
    }

    public Faults seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Sets the share of the requests that meet {@code fault}.
     *
     * @param share 0 to 1; of all kinds of the transport together at most 1
     */
    public synchronized Faults share(Fault fault, double share) {
        Map<Fault, Double> changed = new EnumMap<>(Fault.class);
        changed.putAll(shares);
        changed.put(fault, share);
        shares = changed;
        return this;
    }

    /** Limits the rate of each store; null for no limit. */
    public Faults rateLimit(@Nullable RateLimit limit) {
        rateLimit = limit;
        return this;
    }

    /** Throttles every request. */
    public Faults throttlingStorm(boolean on) {
        throttlingStorm = on;
        return this;
    }

    /** Answers every request with 503. */
    public Faults outage(boolean on) {
        outage = on;
        return this;
    }

    /** Delays every answer. */
    public Faults latency(Duration latency) {
        latencyMillis = (int) latency.toMillis();
        return this;
    }

    /** The delay that throttled requests and {@link Fault#UNAVAILABLE_503} ask for; zero for none. */
    public Faults retryAfter(Duration delay) {
        retryAfterSeconds = (int) delay.toSeconds();
        return this;
    }

    /** Denies an operation by its AWS name; Huawei's batch-query is {@code DescribeGroups}. */
    public synchronized Faults denyOperation(String operation) {
        deniedOperations = plus(deniedOperations, operation);
        return this;
    }

    /** Denies every request about one group; it is still listed. */
    public synchronized Faults denyGroup(GroupId group) {
        deniedGroups = plus(deniedGroups, group.value());
        return this;
    }

    /** Refuses every request about one group as invalid; it is still listed. */
    public synchronized Faults refuseGroup(GroupId group) {
        refusedGroups = plus(refusedGroups, group.value());
        return this;
    }

    /** Answers every request about one group with an internal error; it is still listed. */
    public synchronized Faults failGroup(GroupId group) {
        failingGroups = plus(failingGroups, group.value());
        return this;
    }

    /** Makes the listing of the group's memberships endless: its second page names itself as the next. */
    public synchronized Faults loopGroup(GroupId group) {
        loopingGroups = plus(loopingGroups, group.value());
        return this;
    }

    /** Makes the group unknown to every request but listings. */
    public synchronized Faults vanishGroup(GroupId group) {
        vanishedGroups = plus(vanishedGroups, group.value());
        return this;
    }

    /** The reason that AWS gives with a denial, such as {@code KMS_ACCESS_DENIED}; null for none. */
    public Faults denialReason(@Nullable String reason) {
        denialReason = reason;
        return this;
    }

    /** The words of a denial; null for those that name the operation. */
    public Faults denialMessage(@Nullable String message) {
        denialMessage = message;
        return this;
    }

    /** Refuses temporary keys as expired. */
    public Faults sessionTokensExpired(boolean expired) {
        sessionTokensExpired = expired;
        return this;
    }

    /** Makes the key unknown from now on. */
    public synchronized Faults revokeKey(AccessKey key) {
        revokedKeys = plus(revokedKeys, key.id());
        return this;
    }

    /** Sets the sandbox's clock ahead when it verifies signatures. */
    public Faults clockSkew(Duration ahead) {
        clockSkewSeconds = ahead.toSeconds();
        return this;
    }

    /** Makes Huawei's batch-query answer with a bare array, as in the documentation's example. */
    public Faults bareArray(boolean on) {
        bareArray = on;
        return this;
    }

    /** The greatest number of ids that Huawei's batch-query takes; 100 at first. */
    public Faults mostIds(int number) {
        mostIds = number;
        return this;
    }

    /** Makes Huawei's batch-query refuse a batch that holds an id it does not know. */
    public Faults unknownIdsRefused(boolean on) {
        unknownIdsRefused = on;
        return this;
    }

    @Nullable
    RateLimit rateLimit() {
        return rateLimit;
    }

    boolean throttlingStorm() {
        return throttlingStorm;
    }

    boolean outage() {
        return outage;
    }

    int latencyMillis() {
        return latencyMillis;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    @Nullable
    String denialReason() {
        return denialReason;
    }

    boolean sessionTokensExpired() {
        return sessionTokensExpired;
    }

    boolean isRevoked(String keyId) {
        return revokedKeys.contains(keyId);
    }

    long clockSkewSeconds() {
        return clockSkewSeconds;
    }

    boolean bareArray() {
        return bareArray;
    }

    int mostIds() {
        return mostIds;
    }

    boolean unknownIdsRefused() {
        return unknownIdsRefused;
    }

    boolean loops(String group) {
        return loopingGroups.contains(group);
    }

    boolean vanished(String group) {
        return vanishedGroups.contains(group);
    }

    /** Throws what a call about a denied, refused, failing or vanished group, or of a denied operation, must be answered with. */
    void check(ApiCall call) {
        String group = call.group();
        if (deniedOperations.contains(call.operation()) || (group != null && deniedGroups.contains(group))) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.DENIED,
                    Objects.requireNonNullElseGet(
                            denialMessage, () -> "not authorized to perform " + call.operation()));
        }
        if (group != null && refusedGroups.contains(group)) {
            throw new RefusedRequest(RefusedRequest.Kind.INVALID, "The request about this group is invalid.");
        }
        if (group != null && failingGroups.contains(group)) {
            throw new RefusedRequest(RefusedRequest.Kind.INTERNAL, "Something went wrong with this group");
        }
        if (group != null && vanished(group)) {
            throw new RefusedRequest(RefusedRequest.Kind.UNKNOWN_GROUP, "GROUP not found");
        }
    }

    /** The fault, if any, of the transport of the answer to the {@code attempt}th request for the same page. */
    Optional<Fault> meets(Object request, int attempt) {
        double position = new SeededRandom(seed).share(request.hashCode(), attempt);
        for (Fault fault : Fault.values()) {
            double share = fault.isOfTransport() ? shares.getOrDefault(fault, 0.0) : 0;
            if (position < share) {
                return Optional.of(fault);
            }
            position -= share;
        }
        return Optional.empty();
    }

    /** Whether a page of a listing is affected by {@code fault}; the same for all attempts. */
    boolean affects(Fault fault, Object request) {
        return new SeededRandom(seed).share(request.hashCode(), fault.name().hashCode())
                < shares.getOrDefault(fault, 0.0);
    }

    private static Set<String> plus(Set<String> set, String one) {
        Set<String> changed = new HashSet<>(set);
        changed.add(one);
        return changed;
    }
}
