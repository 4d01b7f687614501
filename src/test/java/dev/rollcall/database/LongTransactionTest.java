package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.postgres.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

@Timeout(60)
class LongTransactionTest {
    private final TestDatabase server = TestDatabase.create();
    private final Database database =
            new Database(new DatabaseSettings(server.url(), server.user(), server.password()), 1);
    private final JdbcClient jdbc = JdbcClient.create(database.pool());
    private final LongTransaction transaction =
            new LongTransaction(database.pool(), new JdbcTransactionManager(database.pool()));

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void statementsHaveNoLimitUntilTheTransactionEnds() {
        List<@Nullable Runnable> cancellers = new ArrayList<>();

        assertThat(transaction.execute(cancellers::add, () -> setting("statement_timeout")))
                .isEqualTo("0");

        assertThat(setting("statement_timeout")).isEqualTo("1min");
        assertThat(cancellers).hasSize(2);
        assertThat(cancellers.get(0)).isNotNull();
        assertThat(cancellers.get(1)).isNull();
    }

    @Test
    void commitAwaitsTheDiskAlsoWhereOthersDoNot() {
        jdbc.sql("SET synchronous_commit = off").update();

        assertThat(transaction.execute(canceller -> {}, () -> setting("synchronous_commit")))
                .isEqualTo("on");

        assertThat(setting("synchronous_commit")).isEqualTo("off");
        jdbc.sql("SET synchronous_commit = remote_write").update();
        assertThat(transaction.execute(canceller -> {}, () -> setting("synchronous_commit")))
                .isEqualTo("remote_write");
    }

    @Test
    void anotherThreadCanCancelTheStatement() {
        CompletableFuture<Runnable> canceller = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = canceller.thenAcceptAsync(cancel -> {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isSleeping);
            cancel.run();
        });

        assertThatThrownBy(() -> transaction.execute(
                        cancel -> canceller.complete(Objects.requireNonNullElse(cancel, () -> {})),
                        () -> jdbc.sql("SELECT pg_sleep(50)::text")
                                .query(String.class)
                                .single()))
                .rootCause()
                .hasMessageContaining("canceling statement due to user request");
        cancelled.join();
    }

    /** Asked on another connection than the pool's one. */
    private boolean isSleeping() {
        return JdbcClient.create(server.dataSource())
                .sql("SELECT EXISTS (SELECT FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event = 'PgSleep')")
                .query(Boolean.class)
                .single();
    }

    private String setting(String name) {
        return jdbc.sql("SELECT current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }
}
