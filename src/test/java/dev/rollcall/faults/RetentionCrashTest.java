package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sync.SyncOptions;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Kills prune and forget, or cuts their connections, at their events; called again, they do what is left. */
class RetentionCrashTest {
    private static final int SOME = 8;

    private static LogSilencer silencer;
    private static ScenarioTemplate template;
    private static String user;
    private static String userName;

    /** What is called, and what must hold then. */
    enum Command {
        PRUNE {
            @Override
            String[] line() {
                return new String[] {"prune", "acme", "--older-than=0d"};
            }

            @Override
            void isDone(JdbcClient jdbc) {
                assertThat(number(jdbc, "SELECT count(*) FROM directory.membership_periods WHERE valid_to IS NOT NULL"))
                        .isZero();
                assertThat(number(jdbc, "SELECT count(*) FROM directory.user_periods WHERE valid_to IS NOT NULL"))
                        .isZero();
                assertThat(number(jdbc, "SELECT count(*) FROM directory.group_periods WHERE valid_to IS NOT NULL"))
                        .isZero();
            }
        },
        FORGET {
            @Override
            String[] line() {
                return new String[] {"forget", "acme", "--principals", "--user", user};
            }

            @Override
            void isDone(JdbcClient jdbc) {
                assertThat(number(
                                jdbc,
                                "SELECT count(*) FROM directory.user_periods"
                                        + " WHERE digest IS NOT NULL AND salt IS NULL AND user_name IS NULL"))
                        .isEqualTo(1);
                assertThat(jdbc.sql(
                                        "SELECT count(*) FROM pg_stats"
                                                + " WHERE strpos(concat(most_common_vals::text, histogram_bounds::text), ?) > 0")
                                .param(userName)
                                .query(Long.class)
                                .single())
                        .isZero();
            }
        };

        abstract String[] line();

        abstract void isDone(JdbcClient jdbc);
    }

    /** A change is published: some rows have ended, and a user is gone. */
    @BeforeAll
    static void publish() {
        silencer = new LogSilencer();
        template = ScenarioTemplate.of(Scenario.CHANGED);
        SandboxDirectory truth = template.store().truth();
        var gone = truth.users().findFirst().orElseThrow();
        user = gone.id();
        userName = String.valueOf(gone.userName());
        truth.removeUser(user);
        SimulatedProcess program =
                new SimulatedProcess(template.template(), template.store(), Scenario.CHANGED.source());
        assertThat(program.run(FaultPlan.UNHARMED, SyncOptions.DEFAULT).result())
                .isNotNull();
        JdbcClient jdbc = JdbcClient.create(template.template().dataSource());
        assertThat(number(jdbc, "SELECT count(*) FROM directory.membership_periods WHERE valid_to IS NOT NULL"))
                .isPositive();
        assertThat(number(jdbc, "SELECT count(*) FROM staging.analyze_history(true)"))
                .isZero();
    }

    @AfterAll
    static void close() {
        template.close();
        silencer.close();
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void nextCallDoesWhatAFaultAtSomeEventLeft(Command command) {
        trySome(command, SOME);
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    @Tag("faults")
    void nextCallDoesWhatAFaultAtMoreEventsLeft(Command command) {
        trySome(command, SuiteSize.of(0, SOME, Integer.MAX_VALUE));
    }

    private static void trySome(Command command, int times) {
        Random random = new Random(RandomSeed.next("crash points of " + command));
        ProcessEvents unharmed = harm(command, FaultPlan.UNHARMED);
        long deaths = unharmed.events(ProcessFault.DEATH);
        if (times > deaths) {
            LongStream.rangeClosed(1, deaths).forEach(event -> note(command, new FaultPlan(ProcessFault.DEATH, event)));
            return;
        }
        for (int i = 0; i < times; i++) {
            ProcessFault fault = i % 4 == 3 ? ProcessFault.CUT : ProcessFault.DEATH;
            note(command, new FaultPlan(fault, 1 + random.nextInt((int) unharmed.events(fault))));
        }
    }

    private static void note(Command command, FaultPlan plan) {
        ProcessEvent at = harm(command, plan).injectedAt();
        String fault = plan.fault() == ProcessFault.DEATH ? "death" : "connection cut";
        FaultTable.add(
                fault + " of a retention command at: " + (at == null ? "(after its end)" : at.kind()), 1, 2, true);
    }

    /** Harms a call, looks at what it left, calls again without a fault, and looks whether all is done. */
    private static ProcessEvents harm(Command command, FaultPlan plan) {
        try (TestDatabase database = template.copy()) {
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            ReaderRows readers = new ReaderRows(database.dataSource());
            List<String> now = readers.now();
            ProcessEvents events = new ProcessEvents(plan, database.dataSource());
            String url = WatchedDriver.url(database.url(), events);
            String told = command + ", " + plan;
            try {
                CommandResult harmed = run(database, url, command.line());
                assertThat(harmed.exitCode()).as("%s: %s", told, harmed.err()).isIn(0, 1);
                assertThat(harmed.err()).as(told).doesNotContain("internal error");
            } catch (ProcessKilled e) {
                assertThat(events.injectedAt()).as(told).isNotNull();
            } finally {
                WatchedDriver.forget(url);
            }
            assertThat(readers.now()).as(told).isEqualTo(now);
            CommandResult verified = run(database, database.url(), "verify", "acme");
            if (verified.exitCode() != 0) {
                assertThat(verified.out()).as(told).contains("prune was interrupted, and goes on when it is run again");
            }

            CommandResult again = run(database, database.url(), command.line());

            assertThat(again.exitCode()).as("%s: %s", told, again.err()).isZero();
            assertThat(run(database, database.url(), "verify", "acme").exitCode())
                    .as(told)
                    .isZero();
            assertThat(readers.now()).as(told).isEqualTo(now);
            assertThat(number(jdbc, "SELECT count(*) FROM directory.chain WHERE kind IN ('pruned', 'forgotten')"))
                    .as(told)
                    .isEqualTo(1);
            command.isDone(jdbc);
            return events;
        }
    }

    private static CommandResult run(TestDatabase database, String url, String... args) {
        return CommandCall.run(DatabaseEnvironment.of(url, database.user(), database.password()), args);
    }

    private static long number(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
