package dev.rollcall.faults;

import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.AccessKey;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.SandboxOptions;
import dev.rollcall.store.publish.Integrity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A migrated database and a sandbox, any number of sources between them, and runners that sync these. */
final class FaultFixture implements AutoCloseable {
    /** A long-lived key that takes the other's place. */
    static final AccessKey NEXT_KEY = new AccessKey("AKIASANDBOX000000003", "sandbox-secret-of-the-next-key", null);

    /** A temporary key whose secrets no log may show. */
    static final AccessKey MARKED_KEY =
            new AccessKey("ASIASANDBOX000000004", "m4rkedsecretofthekey", "m4rkedsecuritytoken");

    private static final List<AccessKey> KEYS =
            List.of(Sandbox.LONG_LIVED_KEY, Sandbox.TEMPORARY_KEY, NEXT_KEY, MARKED_KEY);

    private final TestDatabase database = MigratedDatabase.create();
    private final Sandbox sandbox = Sandbox.start(new SandboxOptions(0, KEYS));
    private final List<Runner> runners = new ArrayList<>();
    private int stores;

    /** A new source of that directory. */
    SourceSpec source(String name, Cloud cloud, SandboxDirectory directory) {
        stores++;
        String storeId = (cloud == Cloud.AWS ? "d-%010x" : "huawei%06x").formatted(stores);
        sandbox.addStore(storeId, directory);
        return new SourceSpec(name, cloud, storeId, sandbox.endpoint());
    }

    Runner runner() {
        return runner(settings());
    }

    Runner runner(DatabaseSettings settings) {
        return kept(Runner.on(settings));
    }

    Runner runner(UnaryOperator<Provider> around) {
        return kept(Runner.on(settings(), around));
    }

    Runner kept(Runner runner) {
        runners.add(runner);
        return runner;
    }

    DatabaseSettings settings() {
        return new DatabaseSettings(database.url(), database.user(), database.password());
    }

    Sandbox sandbox() {
        return sandbox;
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    JdbcClient jdbc() {
        return JdbcClient.create(database.dataSource());
    }

    PublishedRows published(String source) {
        return new PublishedRows(database.dataSource(), source);
    }

    /** Ends the session that holds a source's lock, as an operator or a crash would. */
    void endLockOf(String source) {
        boolean ended = jdbc().sql("""
                        SELECT pg_terminate_backend(l.pid) FROM pg_locks l
                        JOIN directory.source s ON s.name = ? AND l.objid = s.id::bigint::oid
                        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
                          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """).param(source).query(Boolean.class).single();
        Assertions.assertThat(ended).isTrue();
    }

    /** Whether a session holds the lock of any source. */
    boolean isHeld() {
        return jdbc().sql("""
                        SELECT EXISTS (SELECT FROM pg_locks l
                                        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
                                          AND l.database = (SELECT oid FROM pg_database
                                                             WHERE datname = current_database()))
                        """).query(Boolean.class).single();
    }

    @Override
    public void close() {
        runners.forEach(Runner::close);
        Assertions.assertThat(new Integrity(database.dataSource()).problems()).isEmpty();
        sandbox.close();
        database.close();
    }
}
