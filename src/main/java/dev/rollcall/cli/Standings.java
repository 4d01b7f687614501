package dev.rollcall.cli;

import dev.rollcall.cli.text.SourceFreshness;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.SourceStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings together what the job files want and what the database has. */
final class Standings {
    private final Map<String, Source> described;

    Standings(Collection<Source> described) {
        this.described = described.stream().collect(Collectors.toMap(Source::name, Function.identity()));
    }

    /**
     * The sources named, in that order; without names all that either side knows, sorted.
     *
     * @throws ConfigurationException when neither side knows one that is named
     */
    List<SourceFreshness> of(List<String> names, List<SourceStatus> statuses) {
        Map<String, SourceFreshness> all = new TreeMap<>();
        described.keySet().forEach(name -> all.put(name, standing(name, null)));
        statuses.forEach(status -> all.put(status.name(), standing(status.name(), status)));
        if (names.isEmpty()) {
            return List.copyOf(all.values());
        }
        return names.stream().distinct().map(name -> known(all, name)).toList();
    }

    private SourceFreshness standing(String name, @Nullable SourceStatus status) {
        Source source = described.get(name);
        return new SourceFreshness(name, status, source == null ? null : source.freshWithin());
    }

    private static SourceFreshness known(Map<String, SourceFreshness> all, String name) {
        SourceFreshness standing = all.get(name);
        if (standing == null) {
            throw new ConfigurationException("there is no source " + name + ", in the database or as a job file; there "
                    + (all.isEmpty() ? "is none at all" : "are " + String.join(", ", all.keySet())));
        }
        return standing;
    }
}
