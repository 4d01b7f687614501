package dev.rollcall.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The requests to a sandbox since it started or the log was cleared. A request is <em>served</em> when it was answered
 * with 200 and the answer went out completely.
 */
public final class RequestLog {
    private final Map<PageRequest, Counts> pages = new ConcurrentHashMap<>();
    private final Map<String, List<String>> askers = new HashMap<>();
    private final Set<String> askedByTwo = new TreeSet<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();

    private static final class Counts {
        final AtomicInteger asked = new AtomicInteger();
        final LongAdder served = new LongAdder();
        final LongAdder throttled = new LongAdder();
    }

    /** How often a page was requested, served and throttled. */
    public record Entry(PageRequest page, long asked, long served, long throttled) {}

    public List<Entry> entries() {
        return pages.entrySet().stream()
                .map(page -> new Entry(
                        page.getKey(),
                        page.getValue().asked.get(),
                        page.getValue().served.sum(),
                        page.getValue().throttled.sum()))
                .toList();
    }

    public long total() {
        return sum(page -> true, Entry::asked);
    }

    public long served() {
        return sum(page -> true, Entry::served);
    }

    public long throttled() {
        return sum(page -> true, Entry::throttled);
    }

    public long total(String operation) {
        return sum(page -> page.operation().equals(operation), Entry::asked);
    }

    public long served(String operation) {
        return sum(page -> page.operation().equals(operation), Entry::served);
    }

    /** How often one page was served. */
    public long served(String operation, @Nullable String subject, @Nullable String marker) {
        return sum(
                page -> page.operation().equals(operation)
                        && Objects.equals(page.subject(), subject)
                        && Objects.equals(page.marker(), marker),
                Entry::served);
    }

    /** The pages that were served more than once. */
    public List<PageRequest> servedAgain() {
        return entries().stream()
                .filter(entry -> entry.served() > 1)
                .map(Entry::page)
                .toList();
    }

    /** The most requests that were answered at one time. */
    public int mostInFlight() {
        return mostInFlight.get();
    }

    /** The stores that two keys asked at one moment. */
    public List<String> askedByTwo() {
        synchronized (askers) {
            return List.copyOf(askedByTwo);
        }
    }

    /** A store's request begins; {@link #leaves} ends it. */
    void enters(String store, String key) {
        synchronized (askers) {
            List<String> now = askers.computeIfAbsent(store, unseen -> new ArrayList<>());
            if (now.stream().anyMatch(other -> !other.equals(key))) {
                askedByTwo.add(store);
            }
            now.add(key);
        }
    }

    void leaves(String store, String key) {
        synchronized (askers) {
            boolean unused = askers.getOrDefault(store, List.of()).remove(key);
        }
    }

    public void clear() {
        pages.clear();
        mostInFlight.set(inFlight.get());
    }

    private long sum(Predicate<PageRequest> which, ToLongFunction<Entry> what) {
        return entries().stream()
                .filter(entry -> which.test(entry.page()))
                .mapToLong(what)
                .sum();
    }

    void begins() {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    void ends() {
        inFlight.decrementAndGet();
    }

    /** Counts a request for the page and returns how many there were before. */
    int asked(PageRequest page) {
        return counts(page).asked.getAndIncrement();
    }

    void wasServed(PageRequest page) {
        counts(page).served.increment();
    }

    void wasThrottled(PageRequest page) {
        counts(page).throttled.increment();
    }

    private Counts counts(PageRequest page) {
        return pages.computeIfAbsent(page, unseen -> new Counts());
    }
}
