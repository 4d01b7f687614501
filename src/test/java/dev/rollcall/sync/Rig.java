package dev.rollcall.sync;

import dev.rollcall.database.TestDatabase;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.aws.AwsProvider;
import dev.rollcall.directory.huawei.HuaweiProvider;
import dev.rollcall.sandbox.AccessKey;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.source.Source;
import dev.rollcall.store.Database;
import dev.rollcall.store.DatabaseSettings;
import dev.rollcall.store.MigratedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A source whose identity store is the sandbox and whose database is a fresh one, with the whole job between them. */
final class Rig implements AutoCloseable {
    static final String NAME = "acme";

    private final Cloud cloud;
    private final TestDatabase database = MigratedDatabase.create();
    private final Sandbox sandbox = Sandbox.start();
    private final SandboxDirectory directory;
    private final Path files = temporary();
    private final ConfigurableApplicationContext context;

    Rig(Cloud cloud, SandboxDirectory directory) {
        this.cloud = cloud;
        this.directory = directory;
        writeSecrets(Sandbox.LONG_LIVED_KEY);
        sandbox.addStore(storeId(), directory);
        this.context = context(new Database(settings(), Connections.pool(List.of(source().build()))));
    }

    /** Settings of the source that a test may change. */
    static final class Settings {
        private final Rig rig;
        private Source.Scope scope = new Source.AllGroups();
        private boolean users = true;
        private double requestsPerSecond = 1_000;
        private int workers = 4;
        private int pageSize = 100;
        private Source.Guard guard = new Source.Guard(10, 50, 5);
        private double gapsMaxPercent = 5;
        private Duration resumeWithin = Duration.ofHours(6);

        private Settings(Rig rig) {
            this.rig = rig;
        }

        Settings scope(Source.Scope value) {
            scope = value;
            return this;
        }

        Settings users(boolean value) {
            users = value;
            return this;
        }

        Settings rate(double value) {
            requestsPerSecond = value;
            return this;
        }

        Settings workers(int value) {
            workers = value;
            return this;
        }

        Settings pageSize(int value) {
            pageSize = value;
            return this;
        }

        Settings guard(Source.Guard value) {
            guard = value;
            return this;
        }

        Settings gapsMaxPercent(double value) {
            gapsMaxPercent = value;
            return this;
        }

        Settings resumeWithin(Duration value) {
            resumeWithin = value;
            return this;
        }

        Source build() {
            DirectorySettings settings = new DirectorySettings(
                    rig.storeId(),
                    rig.cloud == Cloud.AWS ? "eu-west-1" : "cn-north-4",
                    rig.sandbox.endpoint(),
                    new Credentials(null, null, null, null, rig.files.resolve("ak"), rig.files.resolve("sk"), null),
                    workers,
                    pageSize,
                    Duration.ofSeconds(5));
            return new Source(
                    NAME,
                    Path.of("jobs/acme.yaml"),
                    rig.cloud.name().toLowerCase(Locale.ROOT),
                    settings,
                    scope,
                    users,
                    requestsPerSecond,
                    guard,
                    gapsMaxPercent,
                    resumeWithin,
                    null);
        }
    }

    Settings source() {
        return new Settings(this);
    }

    SyncResult sync() {
        return sync(source().build(), SyncOptions.DEFAULT);
    }

    SyncResult sync(Source source, SyncOptions options) {
        return context.getBean(SyncRunner.class)
                .run(List.of(source), options, new Silent())
                .get(0);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    SandboxDirectory directory() {
        return directory;
    }

    TestDatabase database() {
        return database;
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    Published published() {
        return new Published(database.dataSource(), NAME);
    }

    DatabaseSettings settings() {
        return new DatabaseSettings(database.url(), database.user(), database.password());
    }

    @Override
    public void close() {
        context.close();
        sandbox.close();
        database.close();
        try {
            FileSystemUtils.deleteRecursively(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String storeId() {
        return cloud == Cloud.AWS ? "d-1234567890" : "abcdef123456";
    }

    private static ConfigurableApplicationContext context(Database database) {
        SpringApplication application = new SpringApplication(SyncModule.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Database.class, () -> database);
            beans.registerBean("aws", Provider.class, AwsProvider::new);
            beans.registerBean("huawei", Provider.class, HuaweiProvider::new);
        });
        return application.run();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("rollcall-rig");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeSecrets(AccessKey key) {
        try {
            Files.writeString(files.resolve("ak"), key.id());
            Files.writeString(files.resolve("sk"), key.secret());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Silent implements SyncListener {
        @Override
        public void started(Source source, Progress progress) {}

        @Override
        public void ended(Source source, SyncResult result) {}
    }
}
