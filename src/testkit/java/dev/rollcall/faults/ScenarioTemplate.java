package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.Migrations;
import dev.rollcall.fixture.WebhookReceiver;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database and the directory that a scenario starts from, made once and copied for every run.
 *
 * @param guarded the snapshot that awaits consent; null when none does
 */
record ScenarioTemplate(
        Scenario scenario,
        TestDatabase template,
        MemoryStore store,
        @Nullable Long guarded) implements AutoCloseable {
    private static final AtomicLong COPIES = new AtomicLong();
    private static final long NUMBERS_OF_A_COPY = 10_000;
    private static final Shape SHAPE = new Shape(12, 60, 12, 14);

    static ScenarioTemplate of(Scenario scenario) {
        return of(scenario, TestDatabase.create());
    }

    /** @param template an empty database, closed with this */
    static ScenarioTemplate of(Scenario scenario, TestDatabase template) {
        int unused = new Migrations(template.dataSource()).migrate();
        SandboxDirectory truth = SandboxDirectory.generate(41, SHAPE, Cloud.AWS);
        MemoryStore store = new MemoryStore(truth);
        SimulatedProcess program = new SimulatedProcess(template, store, scenario.source());
        if (scenario == Scenario.FIRST) {
            return new ScenarioTemplate(scenario, template, store, null);
        }
        assertThat(program.run(FaultPlan.UNHARMED, SyncOptions.DEFAULT).result())
                .satisfies(baseline -> {
                    assertThat(baseline).isNotNull();
                    assertThat(baseline.outcome()).isEqualTo(Outcome.PUBLISHED);
                });
        truth.change(1);
        truth.removeMember(
                truth.groups().get(0).id(),
                truth.memberships(truth.groups().get(0).id()).get(0).member().id());
        Long guarded = null;
        if (scenario == Scenario.CONSENT) {
            var held = program.run(FaultPlan.UNHARMED, SyncOptions.DEFAULT).result();
            assertThat(held).isNotNull();
            assertThat(held.outcome()).isEqualTo(Outcome.GUARDED);
            guarded = held.snapshotId();
        }
        return new ScenarioTemplate(scenario, template, store, guarded);
    }

    /**
     * Copies the database. Spring Batch tells executions of one JVM apart by their ids alone, whatever database they
     * are in, so each copy has ids of its own.
     */
    TestDatabase copy() {
        TestDatabase copy = template.copy();
        long first = COPIES.incrementAndGet() * NUMBERS_OF_A_COPY;
        JdbcClient.create(copy.dataSource())
                .sql("""
                        SELECT setval('batch.batch_job_instance_seq', :first),
                               setval('batch.batch_job_execution_seq', :first),
                               setval('batch.batch_step_execution_seq', :first)
                        """)
                .param("first", first)
                .query()
                .singleRow();
        return copy;
    }

    /** The events of a run without faults, from here to its end. */
    ProcessEvents unharmed() {
        try (TestDatabase database = copy();
                WebhookReceiver receiver = new WebhookReceiver()) {
            SimulatedProcess.Run run = new SimulatedProcess(database, store, scenario.source(receiver.settings()))
                    .run(FaultPlan.UNHARMED, scenario.options(guarded));
            assertThat(run.result()).as(run.toString()).isNotNull();
            assertThat(run.result().outcome()).as(run.toString()).isEqualTo(scenario.outcome());
            return run.events();
        }
    }

    @Override
    public void close() {
        template.close();
    }
}
