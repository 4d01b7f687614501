package dev.rollcall.sandbox;

import dev.rollcall.directory.GroupId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a sandbox: nothing at first. Every setting may change at any time and counts for all requests that
 * come in from then on. What a request meets depends on the seed, the page asked for and how often it was asked for
 * before, so it is the same in every run, however its threads interleave.
 */
public final class Faults {
    private volatile long seed;
    private volatile Map<Fault, Double> shares = Map.of();
    private volatile @Nullable RateLimit rateLimit;
    private volatile boolean throttlingStorm;
    private volatile int latencyMillis;
    private volatile int retryAfterSeconds;
    private volatile Set<String> deniedOperations = Set.of();
    private volatile Set<String> deniedGroups = Set.of();
    private volatile Set<String> failingGroups = Set.of();
    private volatile Set<String> loopingGroups = Set.of();
    private volatile Set<String> vanishedGroups = Set.of();
    private volatile @Nullable String denialReason;
    private volatile boolean sessionTokensExpired;
    private volatile Set<String> revokedKeys = Set.of();
    private volatile long clockSkewSeconds;
    private volatile boolean bareArray;
    private volatile int mostIds = 100;

    /** Nothing goes wrong any more. */
    public synchronized Faults clear() {
        Faults none = new Faults();
        seed = none.seed;
        shares = none.shares;
        rateLimit = null;
        throttlingStorm = false;
        latencyMillis = 0;
        retryAfterSeconds = 0;
        deniedOperations = none.deniedOperations;
        deniedGroups = none.deniedGroups;
        failingGroups = none.failingGroups;
        loopingGroups = none.loopingGroups;
        vanishedGroups = none.vanishedGroups;
        denialReason = null;
        sessionTokensExpired = false;
        revokedKeys = none.revokedKeys;
        clockSkewSeconds = 0;
        bareArray = false;
        mostIds = none.mostIds;
        return this;
    }

    public Faults seed(long value) {
        seed = value;
        return this;
    }

    /**
     * How many of the requests meet {@code fault}.
     *
     * @param share 0 to 1; of all kinds together at most 1, {@link Fault#EMPTY_PAGE} and {@link Fault#REPEATED_ROW}
     *     apart
     */
    public synchronized Faults share(Fault fault, double share) {
        Map<Fault, Double> changed = new EnumMap<>(Fault.class);
        changed.putAll(shares);
        changed.put(fault, share);
        shares = changed;
        return this;
    }

    /** Each store refuses what exceeds {@code limit}; null for no limit. */
    public Faults rateLimit(@Nullable RateLimit limit) {
        rateLimit = limit;
        return this;
    }

    /** Every request is refused as one too many. */
    public Faults throttlingStorm(boolean on) {
        throttlingStorm = on;
        return this;
    }

    /** Every answer takes that much longer. */
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

    /** Denies everything about one group but its being listed. */
    public synchronized Faults denyGroup(GroupId group) {
        deniedGroups = plus(deniedGroups, group.value());
        return this;
    }

    /** Answers everything about one group with an internal error, but still lists it. */
    public synchronized Faults failGroup(GroupId group) {
        failingGroups = plus(failingGroups, group.value());
        return this;
    }

    /** The second page of the group's memberships names itself as the next. */
    public synchronized Faults loopGroup(GroupId group) {
        loopingGroups = plus(loopingGroups, group.value());
        return this;
    }

    /** The group is still listed, but else unknown. */
    public synchronized Faults vanishGroup(GroupId group) {
        vanishedGroups = plus(vanishedGroups, group.value());
        return this;
    }

    /** What AWS gives as the reason of a denial: {@code KMS_ACCESS_DENIED}. */
    public Faults denialReason(@Nullable String reason) {
        denialReason = reason;
        return this;
    }

    /** Temporary keys are refused as expired. */
    public Faults sessionTokensExpired(boolean expired) {
        sessionTokensExpired = expired;
        return this;
    }

    /** The key is unknown from now on. */
    public synchronized Faults revokeKey(AccessKey key) {
        revokedKeys = plus(revokedKeys, key.id());
        return this;
    }

    /** How far the sandbox's clock is ahead when it verifies signatures. */
    public Faults clockSkew(Duration ahead) {
        clockSkewSeconds = ahead.toSeconds();
        return this;
    }

    /** Huawei's batch-query answers with a bare array, as in the documentation's example. */
    public Faults bareArray(boolean on) {
        bareArray = on;
        return this;
    }

    /** The greatest number of ids that Huawei's batch-query takes; 100 at first. */
    public Faults mostIds(int number) {
        mostIds = number;
        return this;
    }

    @Nullable
    RateLimit rateLimit() {
        return rateLimit;
    }

    boolean throttlingStorm() {
        return throttlingStorm;
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

    boolean loops(String group) {
        return loopingGroups.contains(group);
    }

    boolean vanished(String group) {
        return vanishedGroups.contains(group);
    }

    /** Refuses what is denied, fails what shall fail. */
    void check(ApiCall call) {
        String group = call.group();
        if (deniedOperations.contains(call.operation()) || (group != null && deniedGroups.contains(group))) {
            throw new RefusedRequest(RefusedRequest.Kind.DENIED, "not authorized to perform " + call.operation());
        }
        if (group != null && failingGroups.contains(group)) {
            throw new RefusedRequest(RefusedRequest.Kind.INTERNAL, "Something went wrong with this group");
        }
        if (group != null && vanished(group)) {
            throw new RefusedRequest(RefusedRequest.Kind.UNKNOWN_GROUP, "GROUP not found");
        }
    }

    /** What happens to the transport of the {@code attempt}th answer to the same request. */
    Optional<Fault> meets(Object request, int attempt) {
        double random = new SeededRandom(seed).share(request.hashCode(), attempt);
        for (Fault fault : Fault.values()) {
            boolean transport = fault != Fault.EMPTY_PAGE && fault != Fault.REPEATED_ROW;
            double share = transport ? shares.getOrDefault(fault, 0.0) : 0;
            if (random < share) {
                return Optional.of(fault);
            }
            random -= share;
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
