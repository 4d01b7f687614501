package dev.rollcall.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every adapter must do, tested against the sandbox, which speaks each provider's protocol. */
public abstract class DirectoryContract {
    private static final Instant CREATED = Instant.parse("2024-02-29T23:59:59.123Z");
    private static final Instant UPDATED = Instant.parse("2026-10-25T01:30:00.007Z");

    private final Sandbox sandbox = Sandbox.start();

    @TempDir
    Path folder;

    protected abstract Provider provider();

    @AfterEach
    void closeSandbox() {
        sandbox.close();
    }

    /** Opens a directory of this content, read in pages of this size; the test closes it. */
    private Directory open(TestStore content, int pageSize) {
        sandbox.addStore(AdapterFixture.STORE, content.served());
        return openWhatIsServed(pageSize);
    }

    private Directory openWhatIsServed(int pageSize) {
        return openWhatIsServed(pageSize, Duration.ofSeconds(20));
    }

    private Directory openWhatIsServed(int pageSize, Duration timeout) {
        Credentials keys =
                AdapterFixture.keyFiles(folder, Sandbox.LONG_LIVED_KEY.id(), Sandbox.LONG_LIVED_KEY.secret(), null);
        return provider().open(AdapterFixture.settings(sandbox.endpoint(), keys, pageSize, timeout));
    }

    @Test
    void emptyStoreHasOneEmptyPageOfEachKind() {
        try (Directory directory = open(new TestStore(List.of(), List.of(), List.of()), 10)) {
            assertThat(directory.listGroups(null)).isEqualTo(new Page<Group>(List.of(), null));
            assertThat(directory.listUsers(null)).isEqualTo(new Page<User>(List.of(), null));
        }
    }

    @Test
    void groupWithoutMembersHasOneEmptyPage() {
        Group group = group(1, "empty");
        try (Directory directory = open(new TestStore(List.of(group), List.of(), List.of()), 10)) {
            assertThat(directory.listMemberships(group.id(), null)).isEqualTo(new Page<Membership>(List.of(), null));
        }
    }

    @Test
    void groupsComeInPagesEachExactlyOnce() {
        List<Group> groups = IntStream.rangeClosed(1, 7)
                .mapToObj(i -> group(i, "Group " + i))
                .toList();
        try (Directory directory = open(new TestStore(groups, List.of(), List.of()), 3)) {
            List<Page<Group>> pages = pages(directory::listGroups);
            assertThat(pages)
                    .hasSize(3)
                    .allSatisfy(page -> assertThat(page.items()).hasSizeLessThanOrEqualTo(3));
            assertThat(items(pages)).containsExactlyInAnyOrderElementsOf(groups);
        }
    }

    @Test
    void listingThatFillsItsLastPageEnds() {
        List<Group> groups = IntStream.rangeClosed(1, 6)
                .mapToObj(i -> group(i, "Group " + i))
                .toList();
        try (Directory directory = open(new TestStore(groups, List.of(), List.of()), 3)) {
            assertThat(items(pages(directory::listGroups))).containsExactlyInAnyOrderElementsOf(groups);
        }
    }

    @Test
    void membershipsComeInPagesAndOfTheirGroupAlone() {
        List<Group> groups = List.of(group(1, "one"), group(2, "two"));
        List<Membership> memberships = IntStream.range(0, 15)
                .mapToObj(i -> membership(groups.get(i % 3 == 0 ? 1 : 0), i))
                .toList();
        TestStore content = new TestStore(groups, memberships, List.of());
        try (Directory directory = open(content, 4)) {
            for (Group group : groups) {
                List<Page<Membership>> pages = pages(marker -> directory.listMemberships(group.id(), marker));
                assertThat(items(pages)).containsExactlyInAnyOrderElementsOf(content.membershipsOf(group.id()));
            }
        }
    }

    @Test
    void usersComeInPagesEachExactlyOnce() {
        List<User> users = IntStream.rangeClosed(1, 7).mapToObj(i -> user(i)).toList();
        try (Directory directory = open(new TestStore(List.of(), List.of(), users), 2)) {
            assertThat(items(pages(directory::listUsers))).containsExactlyInAnyOrderElementsOf(users);
        }
    }

    @Test
    void disabledUserAndUserWithoutEmailAreReadAsTheyAre() {
        User bare = new User(userId(1), "bare", "Bare", null, null, List.of(), null, null, null, null);
        User disabled = new User(
                userId(2), "off", "Off", "off@corp.example", User.Status.DISABLED, List.of(), null, null, null, null);
        try (Directory directory = open(new TestStore(List.of(), List.of(), List.of(bare, disabled)), 10)) {
            assertThat(items(pages(directory::listUsers))).containsExactlyInAnyOrder(bare, disabled);
        }
    }

    @Test
    void listingGoesOnFromAnyMarkerAgain() {
        List<Group> groups = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> group(i, "Group " + i))
                .toList();
        try (Directory directory = open(new TestStore(groups, List.of(), List.of()), 2)) {
            Page<Group> first = directory.listGroups(null);
            assertThat(directory.listGroups(first.next())).isEqualTo(directory.listGroups(first.next()));
        }
    }

    @Test
    void markerThatTheProviderDoesNotKnowHasExpired() {
        Group group = group(1, "one");
        Marker marker = new Marker("bm90IGEgcmVhbCBtYXJrZXIh");
        try (Directory directory = open(new TestStore(List.of(group), List.of(), List.of()), 2)) {
            assertThatThrownBy(() -> directory.listGroups(marker)).isInstanceOf(DirectoryException.ExpiredMarker.class);
            assertThatThrownBy(() -> directory.listMemberships(group.id(), marker))
                    .isInstanceOf(DirectoryException.ExpiredMarker.class);
            assertThatThrownBy(() -> directory.listUsers(marker)).isInstanceOf(DirectoryException.ExpiredMarker.class);
        }
    }

    @Test
    void groupIsReadWithAllItsAttributes() {
        Group full = new Group(
                groupId(1),
                "Full",
                "Everything set",
                List.of(new ExternalId("https://idp.example", "g-1"), new ExternalId("https://idp.example", "g-2")),
                CREATED,
                "arn:creator",
                UPDATED,
                "arn:updater");
        Group bare = new Group(groupId(2), "Bare", null, List.of(), null, null, null, null);
        try (Directory directory = open(new TestStore(List.of(full, bare), List.of(), List.of()), 10)) {
            assertThat(directory.listGroups(null).items()).containsExactlyInAnyOrder(full, bare);
            assertThat(describeAll(directory, List.of(full.id(), bare.id())).found())
                    .containsExactlyInAnyOrder(full, bare);
        }
    }

    @Test
    void absentDescriptionIsNullAndEmptyStaysEmpty() {
        Group absent = group(1, "absent", null);
        Group empty = group(2, "empty", "");
        try (Directory directory = open(new TestStore(List.of(absent, empty), List.of(), List.of()), 10)) {
            assertThat(directory.listGroups(null).items())
                    .extracting(Group::displayName, Group::description)
                    .containsExactlyInAnyOrder(tuple("absent", null), tuple("empty", ""));
        }
    }

    @Test
    void strangeTextSurvives() {
        List<String> texts = List.of(
                "tab\there",
                "line\nbreak\r\nand return",
                "no\u00a0break, ideographic\u3000space",
                "emoji \ud83d\udc69\u200d\ud83d\ude80 \ud83e\udee1",
                "\u0645\u062c\u0645\u0648\u0639\u0629 \u05e7\u05d1\u05d5\u05e6\u05d4 \u202eright to left",
                "\u7ba1\u7406\u8005 \ud842\udfb7 e\u0301",
                "\"quoted\" \\backslash\\ 'single' <tag> & ; -- \\u0041 \\N",
                " leading and trailing ",
                "x".repeat(1024));
        List<Group> groups = IntStream.range(0, texts.size())
                .mapToObj(i -> group(i, texts.get(i), texts.get(i)))
                .toList();
        try (Directory directory = open(new TestStore(groups, List.of(), List.of()), 4)) {
            assertThat(items(pages(directory::listGroups))).containsExactlyInAnyOrderElementsOf(groups);
        }
    }

    @Test
    void describedGroupsAreFoundMissingOrLeftOver() {
        List<Group> groups = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> group(i, "Group " + i))
                .toList();
        List<GroupId> asked =
                IntStream.rangeClosed(1, 9).mapToObj(DirectoryContract::groupId).toList();
        try (Directory directory = open(new TestStore(groups, List.of(), List.of()), 2)) {
            DescribedGroups first = directory.describeGroups(asked);
            assertThat(first.found().size()
                            + first.missing().size()
                            + first.rest().size())
                    .isEqualTo(9);
            DescribedGroups all = describeAll(directory, asked);
            assertThat(all.found()).containsExactlyInAnyOrderElementsOf(groups);
            assertThat(all.missing()).containsExactlyInAnyOrderElementsOf(asked.subList(5, 9));
            assertThat(all.rest()).isEmpty();
        }
    }

    @Test
    void goneGroupIsNotFoundWithoutBlamingTheStore() {
        try (Directory directory = open(new TestStore(List.of(group(1, "left")), List.of(), List.of()), 10)) {
            assertThatThrownBy(() -> directory.listMemberships(groupId(2), null))
                    .isInstanceOfSatisfying(DirectoryException.NotFound.class, gone -> {
                        assertThat(gone.identityStore()).isFalse();
                        assertThat(gone.failure().group()).isEqualTo(groupId(2));
                    });
        }
    }

    @Test
    void unknownIdentityStoreIsNotFoundWhateverIsAsked() {
        try (Directory directory = openWhatIsServed(10)) {
            List<Callable<?>> requests = List.of(
                    () -> directory.listGroups(null),
                    () -> directory.listUsers(null),
                    () -> directory.listMemberships(groupId(1), null),
                    () -> directory.describeGroups(List.of(groupId(1))));
            assertThat(requests)
                    .allSatisfy(request -> assertThatThrownBy(request::call)
                            .isInstanceOfSatisfying(
                                    DirectoryException.NotFound.class,
                                    gone -> assertThat(gone.identityStore()).isTrue()));
        }
    }

    @Test
    void closedDirectoryIsUnavailable() {
        Directory directory = open(new TestStore(List.of(group(1, "one")), List.of(), List.of()), 10);
        directory.listGroups(null);
        directory.close();
        List<Callable<?>> requests = List.of(
                () -> directory.listGroups(null),
                () -> directory.listUsers(null),
                () -> directory.listMemberships(groupId(1), null),
                () -> directory.describeGroups(List.of(groupId(1))));
        assertThat(requests)
                .allSatisfy(request ->
                        assertThatThrownBy(request::call).isInstanceOf(DirectoryException.Unavailable.class));
        directory.close();
    }

    /** Without it a request would last for an hour. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANG", "DRIP"})
    void closingCancelsWhatIsInFlight(Fault fault) {
        sandbox.addStore(AdapterFixture.STORE, new TestStore(List.of(), List.of(), List.of()).served());
        sandbox.faults().share(fault, 1);
        Directory directory = openWhatIsServed(10, Duration.ofHours(1));
        CompletableFuture<Page<Group>> request = CompletableFuture.supplyAsync(() -> directory.listGroups(null));
        Awaitility.await().until(() -> sandbox.requests().total() > 0);
        directory.close();

        assertThat(request)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(DirectoryException.Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANG", "DRIP"})
    void timeoutBoundsARequestToItsAnswersLastByte(Fault fault) {
        sandbox.addStore(AdapterFixture.STORE, new TestStore(List.of(), List.of(), List.of()).served());
        sandbox.faults().share(fault, 1);
        try (Directory directory = openWhatIsServed(10, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> directory.listGroups(null)).isInstanceOf(DirectoryException.Unavailable.class);
        }
    }

    @Test
    void severalThreadsReadAtOnce() throws Exception {
        List<Group> groups = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> group(i, "Group " + i))
                .toList();
        List<Membership> memberships = IntStream.range(0, 80)
                .mapToObj(i -> membership(groups.get(i % 8), i))
                .toList();
        TestStore content = new TestStore(groups, memberships, List.of());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Directory directory = open(content, 3)) {
            List<Callable<List<Membership>>> readings = groups.stream()
                    .<Callable<List<Membership>>>map(group ->
                            () -> items(pages(marker -> directory.listMemberships(group.id(), marker))))
                    .toList();
            List<Membership> read = new ArrayList<>();
            for (Future<List<Membership>> reading : threads.invokeAll(readings)) {
                read.addAll(reading.get());
            }
            assertThat(read).containsExactlyInAnyOrderElementsOf(memberships);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> List<Page<T>> pages(Function<@Nullable Marker, Page<T>> listing) {
        List<Page<T>> pages = new ArrayList<>();
        Marker marker = null;
        do {
            Page<T> page = listing.apply(marker);
            pages.add(page);
            assertThat(pages).as("pages until the listing ends").hasSizeLessThan(1000);
            marker = page.next();
        } while (marker != null);
        return pages;
    }

    private static <T> List<T> items(List<Page<T>> pages) {
        return pages.stream().flatMap(page -> page.items().stream()).toList();
    }

    private static DescribedGroups describeAll(Directory directory, List<GroupId> ids) {
        List<Group> found = new ArrayList<>();
        List<GroupId> missing = new ArrayList<>();
        List<GroupId> rest = ids;
        while (!rest.isEmpty()) {
            DescribedGroups some = directory.describeGroups(rest);
            assertThat(some.rest()).as("ids left over").hasSizeLessThan(rest.size());
            found.addAll(some.found());
            missing.addAll(some.missing());
            rest = some.rest();
        }
        return new DescribedGroups(found, missing, rest);
    }

    private static GroupId groupId(int number) {
        return new GroupId(String.format("1234567890-00000000-0000-4000-8000-%012d", number));
    }

    private static String userId(int number) {
        return String.format("1234567890-11111111-0000-4000-8000-%012d", number);
    }

    private static Group group(int number, String name) {
        return group(number, name, null);
    }

    private static Group group(int number, String name, @Nullable String description) {
        return new Group(groupId(number), name, description, List.of(), null, null, null, null);
    }

    /** Without time and principal of creation, which Huawei does not give. */
    private static Membership membership(Group group, int number) {
        String id = String.format("1234567890-22222222-0000-4000-8000-%012d", number);
        return new Membership(group.id(), new Member.User(userId(number)), id, null, null);
    }

    private static User user(int number) {
        return new User(
                userId(number),
                "user" + number,
                "User \u2116 " + number,
                "user" + number + "@corp.example",
                User.Status.ENABLED,
                List.of(new ExternalId("https://idp.example", "u-" + number)),
                CREATED,
                "arn:creator",
                UPDATED,
                "arn:updater");
    }
}
