package dev.rollcall.sync.run;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.SourceRegistry;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs different sources side by side, as many as the database's connections permit. */
final class ConcurrentSyncRunner implements SyncRunner {
    private final Map<String, Provider> providers;
    private final SourceRegistry registry;
    private final SourceRunner sourceRunner;
    private final ActiveRuns runs;

    /** @param providers by their names in job files */
    ConcurrentSyncRunner(
            Map<String, Provider> providers, SourceRegistry registry, SourceRunner sourceRunner, ActiveRuns runs) {
        this.providers = Map.copyOf(providers);
        this.registry = registry;
        this.sourceRunner = sourceRunner;
        this.runs = runs;
    }

    @Override
    public List<SyncResult> run(List<Source> sources, SyncOptions options, SyncListener listener) {
        runs.beginCall();
        List<OpenedSource> opened = new ArrayList<>();
        try {
            for (Source source : sources) {
                registry.check(
                        source.name(), source.provider(), source.directory().identityStoreId());
            }
            for (Source source : sources) {
                opened.add(open(source, options));
            }
            return runAll(opened, options, listener);
        } catch (ConfigurationException e) {
            if (options.dryRun() == null) {
                sourceRunner.recordRefusal(sources, e);
            }
            throw e;
        } finally {
            opened.forEach(OpenedSource::close);
            runs.endCall();
        }
    }

    @Override
    public boolean stop(String source) {
        return runs.stop(source);
    }

    @Override
    public void recordRefusal(List<Source> sources, RollcallException refusal) {
        runs.beginCall();
        try {
            sourceRunner.recordRefusal(sources, refusal);
        } finally {
            runs.endCall();
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

    private List<SyncResult> runAll(List<OpenedSource> opened, SyncOptions options, SyncListener listener) {
        ExecutorService threads = Executors.newFixedThreadPool(opened.size());
        try {
            List<Future<SyncResult>> futures = opened.stream()
                    .map(source -> threads.submit(() -> {
                        SyncResult result = sourceRunner.run(source, options, listener);
                        listener.ended(source.source(), result);
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
