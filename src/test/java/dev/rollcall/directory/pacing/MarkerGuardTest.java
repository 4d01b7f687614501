package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MarkerGuardTest {
    private static final GroupId GROUP = new GroupId("g-1");

    /** Which marker follows which; the first page's own is empty. */
    private final Map<String, String> follows = new HashMap<>();

    private final Directory guard = new MarkerGuard(new StubDirectory(from -> {
        String next = follows.get(from == null ? "" : from.value());
        return next == null ? StubDirectory.lastPage() : StubDirectory.pageBefore(next);
    }));

    @Test
    void listingThatEndsIsLeftAlone() {
        chain("", "a", "b", "c");

        assertThat(readFrom(null)).isEqualTo(4);
        assertThat(readFrom(null)).isEqualTo(4);
    }

    @Test
    void markerThatLeadsToItselfIsFoundAtOnce() {
        chain("", "a", "a");

        assertThatThrownBy(() -> readFrom(null))
                .isInstanceOf(DirectoryException.MalformedResponse.class)
                .hasMessage("ListGroupMemberships of group g-1: an endless listing: the provider's marker leads back to"
                        + " a page read before");
    }

    @Test
    void loopOfSeveralPagesIsFound() {
        chain("", "a", "b", "c", "d", "b");

        assertThatThrownBy(() -> readFrom(null)).isInstanceOf(DirectoryException.MalformedResponse.class);
    }

    @Test
    void loopIsFoundByAListingResumedInItsMiddle() {
        chain("", "a", "b", "c", "a");

        assertThatThrownBy(() -> readFrom("b")).isInstanceOf(DirectoryException.MalformedResponse.class);
    }

    @Test
    void loopIsFoundAgainWhereItWasFoundBefore() {
        chain("", "a", "b", "a");

        assertThatThrownBy(() -> readFrom(null)).isInstanceOf(DirectoryException.MalformedResponse.class);
        assertThatThrownBy(() -> readFrom("b")).isInstanceOf(DirectoryException.MalformedResponse.class);
    }

    @Test
    void pagesOfARolledBackChunkAreReadAgain() {
        chain("", "a", "b", "c", "d");
        step(null);
        step("a");
        step("b");

        assertThat(readFrom("a")).isEqualTo(4);
    }

    @Test
    void listingThatStartsOverForgetsWhatItSaw() {
        chain("", "a", "b", "c");
        step(null);
        step("a");

        assertThat(readFrom(null)).isEqualTo(4);
    }

    @Test
    void sameMarkerInTwoListingsIsNoLoop() {
        chain("", "a", "b");
        step(null);
        step("a");

        assertThat(guard.listMemberships(new GroupId("g-2"), null).next()).isEqualTo(new Marker("a"));
        assertThat(guard.listUsers(null).next()).isEqualTo(new Marker("a"));
        assertThat(guard.listGroups(null).next()).isEqualTo(new Marker("a"));
    }

    @Test
    void loopIsFoundInEveryListing() {
        chain("", "a", "a");
        guard.listUsers(null);
        guard.listGroups(null);

        assertThatThrownBy(() -> guard.listUsers(new Marker("a"))).hasMessageStartingWith("ListUsers: an endless");
        assertThatThrownBy(() -> guard.listGroups(new Marker("a"))).hasMessageStartingWith("ListGroups: an endless");
    }

    private void chain(String... markers) {
        for (int i = 1; i < markers.length; i++) {
            follows.put(markers[i - 1], markers[i]);
        }
    }

    private @Nullable Marker step(@Nullable String from) {
        return guard.listMemberships(GROUP, from == null ? null : new Marker(from))
                .next();
    }

    /** Reads to the end: how many pages. */
    private int readFrom(@Nullable String from) {
        int pages = 1;
        for (Marker next = step(from); next != null; next = step(next.value())) {
            pages++;
        }
        return pages;
    }
}
