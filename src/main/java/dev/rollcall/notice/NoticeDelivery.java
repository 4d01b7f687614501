package dev.rollcall.notice;

import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.SourceBusyException;
import dev.rollcall.store.source.SourceLock;
import dev.rollcall.store.source.SourceRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Sends what the outbox holds of a source, in order, once its run has ended. One process at a time does: the one that
 * holds the source's lock. It is the run's own lock, and not another beside it, though a webhook that is slow then keeps the
 * next run off for as long as the limits let it: two senders could not keep the order; and what changes notices under that
 * lock, as who forgets a user does, must not meet one that is on its way. A notice is taken out after it was delivered, so that a process that is killed in between sends
 * it again. Nothing that goes wrong here changes what became of the run. Safe for use by several threads.
 */
public final class NoticeDelivery {
    private static final Logger log = LoggerFactory.getLogger(NoticeDelivery.class);

    /** Sources that are told at once of a refusal that all of them met. */
    private static final int AT_ONCE = 8;

    private final Outbox outbox;
    private final SourceRegistry registry;
    private final Network network;
    private final DeliveryLimits limits;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<Webhook> webhooks = ConcurrentHashMap.newKeySet();

    /** @param network the way to webhooks */
    public NoticeDelivery(Outbox outbox, SourceRegistry registry, Network network, DeliveryLimits limits) {
        this.outbox = outbox;
        this.registry = registry;
        this.network = network;
        this.limits = limits;
    }

    /** Delivers a source's notices, for as long as the limits let it. The caller does not hold the source's lock. */
    public void deliver(Source source) {
        deliver(source, System.nanoTime() + limits.inAll().toNanos());
    }

    /** The same for several sources, within the time that one may take. */
    public void deliver(List<Source> sources) {
        long end = System.nanoTime() + limits.inAll().toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, sources.size()));
        try {
            sources.forEach(source -> threads.execute(() -> deliver(source, end)));
        } finally {
            threads.shutdown();
        }
        try {
            boolean unused = threads.awaitTermination(limits.inAll().toNanos() * 2, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what is being sent, since the process is to end. The next runs go on. */
    public void stop() {
        stopped.countDown();
        webhooks.forEach(Webhook::stop);
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void deliver(Source source, long end) {
        if (isStopped()) {
            return;
        }
        try {
            dropOld();
            NoticeSettings settings = source.notices();
            Optional<Integer> number = settings == null ? Optional.empty() : outbox.awaiting(source.name());
            if (settings != null && number.isPresent()) {
                deliver(source.name(), number.get(), settings, end);
            }
        } catch (CancellationException e) {
            log.info("source {}: the next run delivers its notices", source.name());
        } catch (SourceBusyException e) {
            log.debug("source {}: the run that holds it delivers its notices", source.name());
        } catch (RollcallException e) {
            log.warn(
                    "source {}: its notices are not delivered: {}; the next run tries again",
                    source.name(),
                    e.getMessage());
        } catch (DataAccessException | TransactionException e) {
            log.warn("source {}: its notices can't be read, or not taken out; the next run tries again", source.name());
            log.debug("why", e);
        } catch (RuntimeException e) {
            log.error("source {}: its notices are not delivered, for a reason that is not foreseen", source.name(), e);
        }
    }

    private void dropOld() {
        int old = outbox.removeOlderThan(limits.keep());
        if (old > 0) {
            log.warn(
                    "notices given up, since they could not be delivered for {} days: {}",
                    limits.keep().toDays(),
                    old);
        }
    }

    private void deliver(String name, int source, NoticeSettings settings, long end) {
        try (SourceLock lock = registry.lock(source, name);
                Webhook webhook = new Webhook(settings, network)) {
            webhooks.add(webhook);
            try {
                if (isStopped()) {
                    throw new CancellationException("the process ends");
                }
                deliver(name, lock.source(), webhook, end);
            } finally {
                webhooks.remove(webhook);
            }
        }
    }

    private void deliver(String name, int source, Webhook webhook, long end) {
        Duration wait = limits.firstWait();
        for (Notice notice = outbox.first(source); notice != null; notice = outbox.first(source)) {
            UndeliveredException failure = send(webhook, notice, end);
            if (failure == null) {
                outbox.remove(notice);
                log.debug("source {}: {} took a notice", name, webhook.address());
                wait = limits.firstWait();
                continue;
            }
            Duration pause = longer(wait, failure.after());
            if (!failure.again() || left(end).compareTo(pause) <= 0) {
                log.warn(
                        "source {}: {}; notices not delivered so far: {}; the next run tries again",
                        name,
                        failure.getMessage(),
                        outbox.count(source));
                return;
            }
            log.info("source {}: {}; its notice is sent again in {} ms", name, failure.getMessage(), pause.toMillis());
            pause(pause);
            wait = wait.multipliedBy(2);
        }
    }

    /** Null when the webhook took it. */
    private @Nullable UndeliveredException send(Webhook webhook, Notice notice, long end) {
        Duration left = left(end);
        Duration atMost = left.compareTo(limits.attempt()) < 0 ? left : limits.attempt();
        if (atMost.toMillis() < 1) {
            return new UndeliveredException("no time is left to ask " + webhook.address(), false, null, null);
        }
        try {
            webhook.send(notice, atMost);
            return null;
        } catch (UndeliveredException failure) {
            return failure;
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }

    private static Duration longer(Duration wait, @Nullable Duration asked) {
        return asked == null || asked.compareTo(wait) < 0 ? wait : asked;
    }

    private void pause(Duration pause) {
        try {
            if (stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CancellationException("the process ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
