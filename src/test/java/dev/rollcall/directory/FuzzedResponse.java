package dev.rollcall.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request, and what a provider might answer to it, made of any bytes. They look like HTTP, so that seeds can be read
 * and written: {@code listGroups 200}, headers, an empty line, the body.
 *
 * <p>The tests run these over their seeds; {@code JAZZER_FUZZ=1 ./mvnw test -Dtest=AwsFuzzTest} looks for more, and
 * puts what it finds among the seeds.
 *
 * @param status 100 to 599
 * @param headers in order
 * @param body each character one byte
 */
public record FuzzedResponse(Operation operation, int status, List<Header> headers, String body) {
    /** The group that every request about one is about. */
    public static final GroupId GROUP = new GroupId("g-1");

    private static final GroupId OTHER_GROUP = new GroupId("g-2");
    private static final Marker MARKER = new Marker("a marker");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]+):(.*)");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** What is asked; those that go on carry a marker. */
    public enum Operation {
        listGroups,
        goOnListingGroups,
        listMemberships,
        goOnListingMemberships,
        listUsers,
        describeGroups,
        describeGroup
    }

    /** A header. */
    public record Header(String name, String value) {}

    /** Of any bytes. */
    public static FuzzedResponse of(byte[] bytes) {
        List<Header> headers = new ArrayList<>();
        int begin = endOfLine(bytes, 0) + 1;
        String first = line(bytes, 0);
        while (begin < bytes.length && endOfLine(bytes, begin) > begin) {
            String line = line(bytes, begin);
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                headers.add(new Header(header.group(1), header.group(2).strip()));
            }
            begin = endOfLine(bytes, begin) + 1;
        }
        String body = new String(
                bytes,
                Math.min(begin + 1, bytes.length),
                Math.max(0, bytes.length - begin - 1),
                StandardCharsets.ISO_8859_1);
        return new FuzzedResponse(operation(first), status(first), headers, body);
    }

    public byte[] bytes() {
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Asks a directory that gives this answer: it may make records of it, or fail in one of the port's ways. */
    public void readBy(Directory directory) {
        try {
            ask(directory);
        } catch (DirectoryException failure) {
            assertThat(failure.failure().operation()).isNotEmpty();
            assertThat(String.valueOf(failure.getMessage())).doesNotContainPattern("\\p{Cntrl}");
            Duration delay = delay(failure);
            assertThat(delay == null || !delay.isNegative())
                    .as("delay %s", delay)
                    .isTrue();
        }
    }

    private void ask(Directory directory) {
        switch (operation) {
            case listGroups -> listed(directory.listGroups(null)).forEach(FuzzedResponse::check);
            case goOnListingGroups -> listed(directory.listGroups(MARKER)).forEach(FuzzedResponse::check);
            case listMemberships ->
                listed(directory.listMemberships(GROUP, null))
                        .forEach(membership -> check(membership.createdAt(), membership.createdBy()));
            case goOnListingMemberships ->
                listed(directory.listMemberships(GROUP, MARKER))
                        .forEach(membership -> assertThat(membership.group()).isEqualTo(GROUP));
            case listUsers -> listed(directory.listUsers(null)).forEach(FuzzedResponse::check);
            case describeGroups, describeGroup -> {
                List<GroupId> ids = operation == Operation.describeGroup ? List.of(GROUP) : List.of(GROUP, OTHER_GROUP);
                DescribedGroups described = directory.describeGroups(ids);
                described.found().forEach(FuzzedResponse::check);
                assertThat(Stream.of(
                                        described.found().stream()
                                                .map(Group::id)
                                                .toList(),
                                        described.missing(),
                                        described.rest())
                                .mapToInt(List::size)
                                .sum())
                        .as("each id is in one of the three")
                        .isEqualTo(ids.size());
            }
        }
    }

    private static <T> List<T> listed(Page<T> page) {
        return Objects.requireNonNull(page.items());
    }

    private static void check(Group group) {
        check(group.createdAt(), group.createdBy());
        check(group.updatedAt(), group.updatedBy());
    }

    private static void check(User user) {
        assertThat(user.id()).isNotEmpty();
        check(user.createdAt(), user.createdBy());
        check(user.updatedAt(), user.updatedBy());
    }

    /** Beyond four digits of a year the database no longer reads what Java writes. */
    private static void check(@Nullable Instant at, @Nullable String by) {
        if (at != null) {
            assertThat(at).as("by %s", by).isAfterOrEqualTo(FIRST).isBefore(END);
        }
    }

    private static @Nullable Duration delay(DirectoryException failure) {
        if (failure instanceof DirectoryException.Throttled throttled) {
            return throttled.retryAfter();
        }
        return failure instanceof DirectoryException.Unavailable unavailable ? unavailable.retryAfter() : null;
    }

    private static Operation operation(String line) {
        Operation[] all = Operation.values();
        int space = line.indexOf(' ');
        String name = space < 0 ? line : line.substring(0, space);
        return Stream.of(all)
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElse(all[Math.floorMod(name.hashCode(), all.length)]);
    }

    private static int status(String line) {
        String digits = line.substring(Math.max(0, line.length() - 3));
        return digits.matches("[1-5][0-9][0-9]") ? Integer.parseInt(digits) : 200;
    }

    private static String line(byte[] bytes, int begin) {
        return new String(bytes, begin, endOfLine(bytes, begin) - begin, StandardCharsets.ISO_8859_1);
    }

    private static int endOfLine(byte[] bytes, int begin) {
        int end = begin;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }
}
