package dev.rollcall.faults;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.aws.AwsProvider;
import dev.rollcall.directory.huawei.HuaweiProvider;
import dev.rollcall.source.Source;
import dev.rollcall.sync.Progress;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncRunner;
import dev.rollcall.sync.step.SyncModule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A process that syncs, but for its being in this JVM: a context, a pool and providers of its own. */
final class Runner implements AutoCloseable {
    /** As many as {@link Connections#pool} gives four sources of one worker. */
    private static final int CONNECTIONS = 20;

    private final ConfigurableApplicationContext context;

    private Runner(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Runner on(DatabaseSettings settings) {
        return on(settings, UnaryOperator.identity());
    }

    /** @param around put around each provider */
    static Runner on(DatabaseSettings settings, UnaryOperator<Provider> around) {
        SpringApplication application = new SpringApplication(SyncModule.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Database.class, () -> new Database(settings, CONNECTIONS));
            beans.registerBean("aws", Provider.class, () -> around.apply(new AwsProvider()));
            beans.registerBean("huawei", Provider.class, () -> around.apply(new HuaweiProvider()));
        });
        return new Runner(application.run());
    }

    SyncResult sync(Source source) {
        return sync(source, SyncOptions.DEFAULT);
    }

    SyncResult sync(Source source, SyncOptions options) {
        return sync(List.of(source), options).get(0);
    }

    List<SyncResult> sync(List<Source> sources, SyncOptions options) {
        sources.forEach(source -> FaultTable.ran());
        return context.getBean(SyncRunner.class).run(sources, options, new Silent());
    }

    CompletableFuture<SyncResult> begin(Source source) {
        CompletableFuture<SyncResult> result = new CompletableFuture<>();
        Thread thread = Executors.defaultThreadFactory().newThread(() -> {
            try {
                result.complete(sync(source));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        return result;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    private static final class Silent implements SyncListener {
        @Override
        public void started(Source source, Progress progress) {}

        @Override
        public void ended(Source source, SyncResult result) {}
    }
}
