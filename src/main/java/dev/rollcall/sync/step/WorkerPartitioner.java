package dev.rollcall.sync.step;

import dev.rollcall.sync.run.RunContext;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** One partition for each of the source's workers. Partitions hold nothing: workers take groups from the run's queue. */
final class WorkerPartitioner implements Partitioner {
    private final RunContext run;

    WorkerPartitioner(RunContext run) {
        this.run = run;
    }

    /**
     * Makes the partitions.
     *
     * @param gridSize ignored: it is fixed when the job is built, before a source is known
     */
    @Override
    public Map<String, ExecutionContext> partition(int gridSize) {
        return IntStream.range(0, run.source().directory().workers())
                .boxed()
                .collect(Collectors.toMap(i -> "worker" + i, i -> new ExecutionContext()));
    }
}
