package dev.rollcall.answer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stranger with docs/evidence.md and the readers' views computes the links that are in the chain. */
class StrangersChainTest {
    private final ChainFixture past = new ChainFixture();

    @AfterEach
    void close() {
        past.store.close();
    }

    @Test
    void examplesOfTheDocumentAreRight() {
        String time = StrangersChain.field(OffsetDateTime.parse("2026-03-01T02:17:00.123456Z"));

        assertThat(StrangersChain.field("Café")
                        + StrangersChain.field(null)
                        + StrangersChain.field(42)
                        + StrangersChain.field(""))
                .isEqualTo("5:Café-2:420:");
        assertThat(time).isEqualTo("16:1772331420123456");
    }

    @Test
    void strangersLinksAreTheChains() throws Exception {
        past.publishAll();
        try (Connection reader = past.store.dataSource.getConnection();
                Statement statement = reader.createStatement()) {
            statement.execute("SET ROLE rollcall_reader");

            assertThat(new StrangersChain(reader, "acme").links()).hasSize(10).isEqualTo(links("acme"));
            assertThat(new StrangersChain(reader, "other").links()).hasSize(2).isEqualTo(links("other"));
        }
    }

    private List<String> links(String source) {
        return past.store
                .jdbc
                .sql("SELECT link FROM directory.chain WHERE source = ? ORDER BY seq")
                .param(source)
                .query(String.class)
                .list();
    }
}
