package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.postgres.TestDatabase;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OutsideTransactionTest {
    private final TestDatabase server = TestDatabase.create();
    private final DataSource lazy = new LazyConnectionDataSourceProxy(server.dataSource());
    private final JdbcClient jdbc = JdbcClient.create(lazy);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void seesNothingOfTheCallersTransaction() {
        jdbc.sql("CREATE TABLE item (id int)").update();
        new TransactionTemplate(new JdbcTransactionManager(lazy)).executeWithoutResult(status -> {
            jdbc.sql("INSERT INTO item VALUES (1)").update();

            assertThat(count(jdbc)).isOne();
            assertThat(count(OutsideTransaction.of(lazy))).isZero();
        });
    }

    private static int count(JdbcClient client) {
        return client.sql("SELECT count(*) FROM item").query(Integer.class).single();
    }
}
