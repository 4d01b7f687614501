package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of the driver in the database's URL. */
class DatabaseOptionsTest {
    private final CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(431, Shape.of(12, 150, 40)));

    @AfterEach
    void close() {
        cli.close();
    }

    /** Those that the program permits, with values as far from the defaults as they go. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "assumeMinServerVersion=14&binaryTransfer=false&currentSchema=nowhere&databaseMetadataCacheFields=0"
                        + "&databaseMetadataCacheFieldsMiB=0&defaultRowFetchSize=1&escapeSyntaxCallMode=call"
                        + "&logServerErrorDetail=false&logUnclosedConnections=true"
                        + "&options=-c%20array_nulls=off%20-c%20search_path=nowhere&prepareThreshold=0"
                        + "&preparedStatementCacheQueries=0&preparedStatementCacheSizeMiB=0"
                        + "&reWriteBatchedInserts=false&readOnlyMode=ignore&unknownLength=1",
                "prepareThreshold=-1&binaryTransferEnable=numeric&binaryTransferDisable=timestamptz"
                        + "&defaultRowFetchSize=7&preparedStatementCacheQueries=1&reWriteBatchedInserts=true"
                        + "&readOnlyMode=always&targetServerType=primary&loginTimeout=30&connectTimeout=20"
                        + "&socketTimeout=60&cancelSignalTimeout=5&tcpKeepAlive=false&tcpNoDelay=false"
                        + "&sslmode=disable&gssEncMode=disable&hostRecheckSeconds=1&loadBalanceHosts=true"
                        + "&receiveBufferSize=8192&sendBufferSize=8192"
            })
    void publishedRowsAreTheSame(String options) {
        Map<String, String> differently = with(options);

        assertThat(cli.run(differently, "sync", "acme").isDone().err()).isEmpty();
        cli.directory().change(1);
        cli.run(differently, "sync", "acme").isDone();
        cli.run(differently, "check", "acme").isDone();
        cli.run(differently, "status").isDone();

        new PublishedRows(cli.database().dataSource(), "acme").isExactly(cli.directory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"preferQueryMode=simple", "stringtype=unspecified", "readOnly=true", "sslmod=require"})
    void othersAreRefusedByNameAndNothingIsSent(String option) {
        Map<String, String> differently = with(option);
        String name = option.substring(0, option.indexOf('='));

        for (String command : new String[] {
            "sync acme", "status", "migrate", "rename acme emea", "retire acme", "prune --older-than=7y"
        }) {
            cli.run(differently, command.split(" ")).isRefused(2, "ROLLCALL_DB_URL", name);
        }
        assertThat(cli.run(differently, "check", "acme").endsWith(2).out())
                .contains("FAIL  database settings: ROLLCALL_DB_URL", name);
    }

    @Test
    void valueThatTheDriverCanNotReadIsTheUsersMistake() {
        cli.run(with("socketTimeout=soon"), "sync", "acme").isRefused(2, "socketTimeout", "options in ROLLCALL_DB_URL");
    }

    private Map<String, String> with(String options) {
        String url = cli.database().url();
        return Map.of("ROLLCALL_DB_URL", url + (url.contains("?") ? "&" : "?") + options);
    }
}
