package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.aws.AwsProvider;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.JobFiles;
import dev.rollcall.source.Source;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncRunner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The job files of two hosts, as their workers look at them. */
class JobFileWatchTest {
    private final SandboxFixture fixture = new SandboxFixture();
    private final TemporaryFolder here = TemporaryFolder.create("rollcall-jobs");
    private final TemporaryFolder there = TemporaryFolder.create("rollcall-jobs");
    private final TaskTable table = new TaskTable(fixture.dataSource());
    private final ServerClock clock = new ServerClock(fixture.jdbc());
    private final Source acme = fixture.source("acme", Cloud.AWS, SandboxDirectory.generate(430, Shape.of(3, 20, 10)))
            .build();

    @AfterEach
    void close() {
        here.close();
        there.close();
        fixture.close();
    }

    @Test
    void filesThatDifferAreWrittenOnceEach() {
        JobFileWatch one = watch(here, "every 6h");
        JobFileWatch other = watch(there, "every 12h");
        one.look();
        other.look();
        long settled = version();

        for (int look = 0; look < 3; look++) {
            one.look();
            other.look();
        }
        assertThat(version()).isEqualTo(settled);

        write(here, "every 1h");
        for (int look = 0; look < 3; look++) {
            one.look();
            other.look();
        }
        assertThat(version()).as("the change alone is written").isEqualTo(settled + 1);

        execute("DELETE FROM batch.scheduled_tasks");
        other.look();
        assertThat(version()).as("a row that is missing is written").isOne();
    }

    @Test
    void filesThatAreTheSameAreWrittenOnce() {
        watch(here, "every 6h").look();
        JobFileWatch other = watch(there, "every 6h");
        other.look();
        other.look();

        assertThat(version()).isOne();
    }

    @Test
    void changeIsWrittenOnceNoWorkerReadsTheSource() {
        JobFileWatch one = watch(here, "every 6h");
        one.look();
        execute("UPDATE batch.scheduled_tasks SET picked = true, picked_by = 'other'");

        write(here, "every 1h");
        one.look();
        assertThat(version()).isOne();
        execute("UPDATE batch.scheduled_tasks SET picked = false, picked_by = NULL");
        one.look();
        assertThat(version()).isEqualTo(2);
    }

    /** It had that due time counted by its own file, so that a host whose file changes later counts it anew. */
    @Test
    void sourceGoesByTheFileOfTheHostThatReadsIt() {
        JobFileWatch one = watch(here, "every 6h");
        one.look();
        execute("UPDATE batch.scheduled_tasks SET picked = true, picked_by = 'other'");
        table.adopt("acme", "0102", "nobody", 1);
        table.adopt("acme", "0102", "other", 2);
        assertThat(jobFile()).as("it is another's by now").isNotEqualTo("0102");
        table.adopt("acme", "0102", "other", 1);
        execute("UPDATE batch.scheduled_tasks SET picked = false, picked_by = NULL");

        one.look();
        assertThat(jobFile()).isEqualTo("0102");
        assertThat(version()).isOne();

        write(here, "every 1h");
        one.look();
        assertThat(jobFile()).isNotEqualTo("0102");
        assertThat(version()).isEqualTo(2);
    }

    private JobFileWatch watch(TemporaryFolder folder, String schedule) {
        write(folder, schedule);
        KnownTasks tasks = new KnownTasks(clock);
        ScheduledRun run = new ScheduledRun(new NoRuns(), table, tasks, clock, WorkerLimits.DEFAULT, () -> false);
        return new JobFileWatch(
                new JobFiles(folder.path(), List.of(new AwsProvider(new Network(Map.of())))),
                table,
                tasks,
                new WorkerCapacity(WorkerCapacity.CONNECTIONS, 1),
                source -> new SourceTask(source, run, clock::now, revived -> {}),
                clock);
    }

    private void write(TemporaryFolder folder, String schedule) {
        folder.write("acme.yaml", JobFileText.of(acme).schedule(schedule).toString());
    }

    private long version() {
        return fixture.jdbc()
                .sql("SELECT version FROM batch.scheduled_tasks")
                .query(Long.class)
                .single();
    }

    private String jobFile() {
        return fixture.jdbc()
                .sql("SELECT encode(task_data, 'hex') FROM batch.scheduled_tasks")
                .query(String.class)
                .single();
    }

    private void execute(String sql) {
        assertThat(fixture.jdbc().sql(sql).update()).isOne();
    }

    /** Nothing is due here. */
    private static final class NoRuns implements SyncRunner {
        @Override
        public List<SyncResult> run(List<Source> sources, SyncOptions options, SyncListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean stop(String source) {
            return false;
        }

        @Override
        public void recordRefusal(List<Source> sources, RollcallException refusal) {
            throw new UnsupportedOperationException();
        }
    }
}
