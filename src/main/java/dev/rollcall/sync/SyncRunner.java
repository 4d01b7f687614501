package dev.rollcall.sync;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Provider;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.sync.run.ActiveRuns;
import dev.rollcall.sync.run.OpenedSource;
import dev.rollcall.sync.run.SourceRunner;
import dev.rollcall.sync.run.SyncListener;
import dev.rollcall.sync.run.SyncOptions;
import dev.rollcall.sync.run.SyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Syncs sources: resumes or begins a snapshot of each, reads the identity store, publishes. Different sources run side
 * by side, as many as the database's connections permit. Safe for use by several threads.
 */
public final class SyncRunner {
    private final Map<String, Provider> providers;
    private final SourceRegistry registry;
    private final SourceRunner sourceSync;
    private final ActiveRuns runs;

    SyncRunner(Map<String, Provider> providers, SourceRegistry registry, SourceRunner sourceSync, ActiveRuns runs) {
        this.providers = Map.copyOf(providers);
        this.registry = registry;
        this.sourceSync = sourceSync;
        this.runs = runs;
    }

    /**
     * Syncs sources, and returns when all have ended. What goes wrong with one once requests are sent is in its
     * result, and hinders no other.
     *
     * @param sources at least one, of distinct names
     * @return a result for each source, in the order given
     * @throws ConfigurationException when one of them can't begin as it is configured; nothing was sent for any
     * @throws org.springframework.dao.DataAccessException when the database can't be reached; nothing was sent
     */
    public List<SyncResult> run(List<Source> sources, SyncOptions options, SyncListener listener) {
        runs.callBegins();
        List<OpenedSource> tasks = new ArrayList<>();
        try {
            for (Source source : sources) {
                registry.check(
                        source.name(), source.provider(), source.directory().identityStoreId());
            }
            for (Source source : sources) {
                tasks.add(open(source, options));
            }
            return runAll(tasks, options, listener);
        } finally {
            tasks.forEach(OpenedSource::close);
            runs.callEnds();
        }
    }

    private OpenedSource open(Source source, SyncOptions options) {
        if (options.consent() != null) {
            return new OpenedSource(source, null, null);
        }
        Provider provider = providers.get(source.provider());
        if (provider == null) {
            throw new ConfigurationException(source.file() + ": provider: no provider " + source.provider());
        }
        try {
            return new OpenedSource(source, provider.open(source.directory()), null);
        } catch (ConfigurationException e) {
            throw new ConfigurationException("source " + source.name() + ": " + e.getMessage(), e);
        } catch (DirectoryException e) {
            return new OpenedSource(source, null, e);
        }
    }

    private List<SyncResult> runAll(List<OpenedSource> tasks, SyncOptions options, SyncListener listener) {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<SyncResult>> futures = tasks.stream()
                    .map(task -> threads.submit(() -> {
                        SyncResult result = sourceSync.run(task, options, listener);
                        listener.ended(task.source(), result);
                        return result;
                    }))
                    .toList();
            List<SyncResult> results = new ArrayList<>();
            for (Future<SyncResult> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run ended without a result", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while runs were under way", e);
        } finally {
            threads.shutdown();
        }
    }
}
