package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out actions on a directory and its runs, and compares the published rows with a model after every run. */
final class ModelRun implements AutoCloseable {
    private static final Source.Guard OPEN = new Source.Guard(100, 100, 1_000);
    private static final Source.Guard SHUT = new Source.Guard(0, 0, 0);

    private final TestServer server;
    private final MemoryStore store;
    private final SandboxDirectory truth;
    private final TestDatabase database;
    private final ReaderRows readers;
    private final PublishedHistory history = new PublishedHistory();

    /** Whether the directory has changed since the open snapshot began, which then may hold rows of before and after. */
    private boolean mixed;

    /** @param server of the template's database */
    ModelRun(ScenarioTemplate template, TestServer server, SandboxDirectory truth) {
        this.server = server;
        this.truth = truth;
        this.store = new MemoryStore(truth);
        this.database = template.copy();
        this.readers = new ReaderRows(database.dataSource());
    }

    void run(List<ModelAction> actions) {
        actions.forEach(this::carryOut);
        publishes(SyncOptions.DEFAULT);
        isStill();
    }

    private void carryOut(ModelAction action) {
        int number = action.number();
        switch (action.kind()) {
            case RUN -> publishes(SyncOptions.DEFAULT);
            case RUN_FRESH -> publishes(new SyncOptions(true, null, null));
            case RUN_GUARDED -> guarded();
            case DIE -> runWithFault(new FaultPlan(ProcessFault.DEATH, 1 + number));
            case CUT -> runWithFault(new FaultPlan(ProcessFault.CUT, 1 + number));
            case RESTART_DATABASE -> {
                server.crash();
                server.restart();
            }
            case THROTTLE -> store.throttle(1 + number % 3);
            case EXPIRE_MARKERS -> store.expireMarkers();
            default -> {
                mixed = true;
                changeDirectory(action.kind(), number);
            }
        }
    }

    private void changeDirectory(ModelAction.Kind kind, int number) {
        List<Group> groups = truth.groups();
        List<User> users = truth.users().toList();
        if (kind == ModelAction.Kind.ADD_GROUP || groups.isEmpty()) {
            Group unused = truth.addGroup();
            return;
        }
        if (kind == ModelAction.Kind.ADD_USER || users.isEmpty()) {
            User unused = truth.addUser();
            return;
        }
        Group group = groups.get(number % groups.size());
        User user = users.get(number % users.size());
        List<Membership> members = truth.memberships(group.id());
        switch (kind) {
            case RENAME_GROUP -> truth.renameGroup(group.id(), group.displayName() + "'" + number);
            case REMOVE_GROUP -> truth.removeGroup(group.id());
            case REMOVE_USER -> truth.removeUser(user.id());
            case LEAVE, REJOIN -> {
                if (!members.isEmpty()) {
                    String member =
                            members.get(number % members.size()).member().id();
                    truth.removeMember(group.id(), member);
                    if (kind == ModelAction.Kind.REJOIN) {
                        Membership unused = truth.addMember(group.id(), member);
                    }
                }
            }
            default -> {
                if (members.stream().noneMatch(row -> row.member().id().equals(user.id()))) {
                    Membership unused = truth.addMember(group.id(), user.id());
                }
            }
        }
    }

    /** Runs until the directory of now is published; a snapshot begun before a change may hold rows of before and after. */
    private void publishes(SyncOptions options) {
        boolean tripsAnyGuard = isAllGone();
        SyncResult result = run(OPEN, FaultPlan.UNHARMED, options);
        boolean mixedSnapshot = mixed && result.resumed();
        if (result.outcome() == Outcome.GUARDED && (tripsAnyGuard || mixedSnapshot)) {
            result = consented(OPEN, result);
        }
        assertThat(result.outcome()).as(String.valueOf(result.error())).isEqualTo(Outcome.PUBLISHED);
        history.note(readers, mixedSnapshot ? null : truth);
        if (mixedSnapshot) {
            mixed = false;
            publishes(SyncOptions.DEFAULT);
        }
        mixed = false;
        new PublishedRows(database.dataSource(), "acme").isExactly(truth);
        history.isUnchanged(readers);
        assertThat(new Integrity(database.dataSource()).whole()).isEmpty();
    }

    /** Whether groups, users or memberships fall to none, or no published group is left: that trips any guard. */
    private boolean isAllGone() {
        Set<GroupId> groups = truth.groups().stream().map(Group::id).collect(Collectors.toSet());
        return truth.users().findAny().isEmpty()
                || truth.memberships().findAny().isEmpty()
                || new PublishedRows(database.dataSource(), "acme")
                        .groups().stream().map(Group::id).noneMatch(groups::contains);
    }

    private SyncResult consented(Source.Guard guard, SyncResult guarded) {
        long held = Objects.requireNonNull(guarded.snapshotId());
        return run(guard, FaultPlan.UNHARMED, new SyncOptions(false, null, new Consent(held, "a person")));
    }

    private void guarded() {
        SyncResult result = run(SHUT, FaultPlan.UNHARMED, new SyncOptions(true, null, null));
        mixed = false;
        if (result.outcome() == Outcome.GUARDED) {
            history.isUnchanged(readers);
            result = consented(SHUT, result);
        }
        assertThat(result.outcome()).as(String.valueOf(result.error())).isEqualTo(Outcome.PUBLISHED);
        history.note(readers, truth);
        history.isUnchanged(readers);
        new PublishedRows(database.dataSource(), "acme").isExactly(truth);
    }

    private void runWithFault(FaultPlan plan) {
        SimulatedProcess.Run run =
                new SimulatedProcess(database, store, Scenario.source(OPEN)).run(plan, SyncOptions.DEFAULT);
        history.note(readers, mixed ? null : truth);
        history.isUnchanged(readers);
        assertThat(run.result() != null || run.events().injectedAt() != null)
                .as(run.toString())
                .isTrue();
    }

    private void isStill() {
        HistoryWrites writes = HistoryWrites.of(database.dataSource());
        SyncResult result = run(OPEN, FaultPlan.UNHARMED, SyncOptions.DEFAULT);
        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(HistoryWrites.of(database.dataSource())).isEqualTo(writes);
        history.note(readers, truth);
        history.isUnchanged(readers);
    }

    private SyncResult run(Source.Guard guard, FaultPlan plan, SyncOptions options) {
        SimulatedProcess.Run run = new SimulatedProcess(database, store, Scenario.source(guard)).run(plan, options);
        return Objects.requireNonNull(run.result(), run.toString());
    }

    @Override
    public void close() {
        database.close();
    }
}
