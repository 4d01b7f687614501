package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code rollcall worker} where it can't begin. */
class WorkerCommandTest {
    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(420, Shape.of(3, 20, 10), Cloud.AWS));

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void workerWithoutASingleScheduleIsRefused() {
        cli.run("worker").isRefused(2, "no job file says when its source is due", "schedule");
    }

    @Test
    void scheduleThatNeverComesIsRefused() {
        cli.job("acme", cli.jobFile() + "schedule: \"0 0 30 2 *\"\n");

        cli.run("worker").isRefused(2, "acme.yaml:", "schedule: expected a time that comes");
    }

    @Test
    void connectionsThatAreTooFewAreRefused() {
        cli.job("acme", cli.jobFile() + "schedule: every 6h\n");

        cli.run("worker", "--connections", "7").isRefused(2, "--connections: expected at least 8");
        cli.run("worker", "--at-once", "9").isRefused(2, "--at-once: 9 sources at once take 65 connections");
        cli.run("worker", "--at-once", "0").isRefused(2, "--at-once: expected 1 or more");
    }

    @Test
    void proxyOfAnotherKindIsRefused() {
        cli.job("acme", cli.jobFile() + "schedule: every 6h\n");

        cli.run(Map.of("https_proxy", "socks5://proxy.example:1080"), "worker")
                .isRefused(2, "https_proxy", "proxies of the kind socks5");
    }

    @Test
    void checkTellsHowManyWorkersTheConnectionsPermit() {
        cli.job("acme", cli.jobFile() + "schedule: every 6h\n");

        assertThat(cli.run("check", "acme").isDone().out()).contains(" of 24 connections each fit the ");
    }
}
