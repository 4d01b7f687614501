package dev.rollcall.sync.step;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.pacing.RequestCounter;
import dev.rollcall.directory.pacing.StoppedException;
import dev.rollcall.store.staging.SampleStaging;
import dev.rollcall.store.staging.SampledGroup;
import dev.rollcall.sync.run.RunContext;
import dev.rollcall.sync.run.SampleSize;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Reads some groups a second time, and counts those whose members are not as staged: so much the directory changed while
 * it was read. One request a group, never repeated; one that fails ends the sample, and nothing else. A dry run, and a
 * run that publishes what a person consented to, reads none.
 */
final class SampleTasklet implements Tasklet {
    private static final Logger log = LoggerFactory.getLogger(SampleTasklet.class);

    private final RunContext run;
    private final SampleStaging staging;
    private final SampleSize size;
    private final RequestCounter counter;

    SampleTasklet(RunContext run, SampleStaging staging, SampleSize size) {
        this.run = run;
        this.staging = staging;
        this.size = size;
        this.counter = run.newCounter();
    }

    @Override
    public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        StepExecution step = contribution.getStepExecution();
        boolean sampled = run.options().dryRun() == null && run.options().consent() == null && size.most() > 0;
        if (run.isStopped() || (sampled && !readAgain())) {
            step.setTerminateOnly();
        }
        return RepeatStatus.FINISHED;
    }

    /** Reads the sample; false when the run is stopped. */
    private boolean readAgain() {
        long snapshot = run.token().snapshot();
        int most = size.of(staging.requests(snapshot));
        List<SampledGroup> groups = most == 0 ? List.of() : staging.choose(snapshot, most);
        if (groups.isEmpty()) {
            return true;
        }
        Directory directory = run.directoryWithoutRetry(counter);
        int drifted = 0;
        for (SampledGroup group : groups) {
            run.checkLock();
            int changed;
            try {
                changed = hasDrifted(directory, group) ? 1 : 0;
            } catch (StoppedException e) {
                return false;
            } catch (RuntimeException e) {
                log.warn("no more groups are read again, since that failed: {}", e.getMessage());
                log.debug("why", e);
                count(0, 0);
                return true;
            }
            count(1, changed);
            drifted += changed;
        }
        log.info("groups read again: {}, of them changed meanwhile: {}", groups.size(), drifted);
        return true;
    }

    private boolean hasDrifted(Directory directory, SampledGroup group) {
        try {
            Page<Membership> page = directory.listMemberships(group.id(), null);
            return page.next() != null || !group.isStagedAs(page.items());
        } catch (DirectoryException.NotFound e) {
            if (e.identityStore()) {
                throw e;
            }
            return true;
        }
    }

    private void count(int groups, int drifted) {
        staging.count(run.token(), run.number(), groups, drifted, run.takeCounts(counter));
    }
}
