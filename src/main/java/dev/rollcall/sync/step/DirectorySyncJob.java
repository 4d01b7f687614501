package dev.rollcall.sync.step;

import dev.rollcall.sync.run.RunContext;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;

/**
 * The job {@code directorySync}. Groups, users and memberships are staged side by side: memberships are read of the
 * groups listed so far. Then some groups are read again, and the snapshot is published.
 */
@Configuration(proxyBeanMethods = false)
class DirectorySyncJob {
    private final TaskExecutor syncThreads;
    private final ObjectProvider<RunContext> runContext;

    DirectorySyncJob(TaskExecutor syncThreads, ObjectProvider<RunContext> runContext) {
        this.syncThreads = syncThreads;
        this.runContext = runContext;
    }

    @Bean
    Job directorySync(
            JobRepository jobs,
            Step stageGroups,
            Step stageUsers,
            Step stageMemberships,
            Step sampleGroups,
            Step publishSnapshot) {
        Flow groups = new GroupsFlow(flow(stageGroups), runContext);
        Flow users = flow(stageUsers);
        Flow memberships = flow(stageMemberships);
        Flow staging = new FlowBuilder<Flow>("staging")
                .split(syncThreads)
                .add(groups, users, memberships)
                .build();
        return new JobBuilder("directorySync", jobs)
                .start(staging)
                .next(sampleGroups)
                .next(publishSnapshot)
                .end()
                .build();
    }

    private static Flow flow(Step step) {
        return new FlowBuilder<Flow>(step.getName()).start(step).build();
    }
}
