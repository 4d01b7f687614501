package dev.rollcall.sync.step;

import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a list of ids is looked up. Its marker is {@code begin}, and after it the numbers that were put back, such as
 * {@code 120 7 33}.
 *
 * @param begin the number of ids that had a turn
 * @param putBack the numbers of those that need another one, when all had one
 */
record ScopePosition(int begin, List<Integer> putBack) {
    private static final ScopePosition START = new ScopePosition(0, List.of());

    ScopePosition {
        putBack = List.copyOf(putBack);
    }

    static ScopePosition of(@Nullable Marker marker) {
        if (marker == null) {
            return START;
        }
        List<Integer> numbers = Arrays.stream(marker.value().split(" ", -1))
                .map(Integer::valueOf)
                .toList();
        return new ScopePosition(numbers.get(0), numbers.subList(1, numbers.size()));
    }

    /** Null when no id is left. */
    @Nullable
    Marker marker(int all) {
        return isLastTurn(all) && putBack.isEmpty()
                ? null
                : new Marker(Stream.concat(Stream.of(begin), putBack.stream())
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")));
    }

    /** Whether all ids had a turn. */
    boolean isLastTurn(int all) {
        return begin == all;
    }

    /** The next ids to look up: at the last turn one, otherwise at most {@code batch}. */
    List<GroupId> next(List<GroupId> ids, int batch) {
        return isLastTurn(ids.size())
                ? List.of(ids.get(putBack.get(0)))
                : ids.subList(begin, Math.min(begin + batch, ids.size()));
    }

    /** After so many of the next ids. */
    ScopePosition after(int done, int all) {
        return isLastTurn(all)
                ? new ScopePosition(begin, putBack.subList(done, putBack.size()))
                : new ScopePosition(begin + done, putBack);
    }

    /** After the next id, which needs another turn. */
    ScopePosition puttingBack() {
        return new ScopePosition(
                begin + 1, Stream.concat(putBack.stream(), Stream.of(begin)).toList());
    }
}
