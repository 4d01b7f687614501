package dev.rollcall.sandbox;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers what is asked of the stores, in either provider's dialect. */
final class StoreService {
    private final Map<String, SandboxDirectory> stores = new ConcurrentHashMap<>();
    private final MarkerCodec marks;
    private final Faults faults;

    StoreService(MarkerCodec marks, Faults faults) {
        this.marks = marks;
        this.faults = faults;
    }

    void add(String store, SandboxDirectory directory) {
        stores.put(store, directory);
    }

    SandboxDirectory store(String id) {
        SandboxDirectory directory = stores.get(id);
        if (directory == null) {
            throw new Refusal(Refusal.Kind.UNKNOWN_STORE, "IDENTITY_STORE not found");
        }
        return directory;
    }

    HttpAnswer answer(Dialect dialect, Question question, String requestId) {
        String store = question.store();
        SandboxDirectory directory = store(store);
        faults.check(question);
        return switch (question.operation()) {
            case "ListGroups" -> {
                Rows<Group> page = page(question, directory::listGroups);
                yield dialect.groups(store, page.rows, page.next, requestId);
            }
            case "ListUsers" -> {
                var page = page(question, directory::listUsers);
                yield dialect.users(store, page.rows, page.next, requestId);
            }
            case "ListGroupMemberships" -> {
                GroupId group = known(directory, question.subjectOrRefuse()).id();
                var page = page(question, (after, limit) -> directory.listMemberships(group, after, limit));
                yield dialect.memberships(store, page.rows, page.next, requestId);
            }
            case "DescribeGroup" -> dialect.group(store, known(directory, question.subjectOrRefuse()), requestId);
            case "DescribeGroups" -> dialect.described(store, some(directory, question), faults.bareArray(), requestId);
            case "DescribeUser" ->
                dialect.user(
                        store,
                        directory
                                .user(question.subjectOrRefuse())
                                .orElseThrow(() -> new Refusal(Refusal.Kind.UNKNOWN_USER, "USER not found")),
                        requestId);
            default -> throw new Refusal(Refusal.Kind.UNKNOWN_OPERATION, question.operation());
        };
    }

    private static Group known(SandboxDirectory directory, String id) {
        return directory
                .group(new GroupId(id))
                .orElseThrow(() -> new Refusal(Refusal.Kind.UNKNOWN_GROUP, "GROUP not found"));
    }

    private List<Group> some(SandboxDirectory directory, Question question) {
        return question.ids().stream()
                .filter(id -> !faults.vanished(id))
                .map(id -> directory.group(new GroupId(id)))
                .flatMap(Optional::stream)
                .toList();
    }

    @FunctionalInterface
    private interface Listing<T> {
        Slice<T> after(long position, int limit);
    }

    private record Rows<T>(List<T> rows, @Nullable String next) {}

    private <T> Rows<T> page(Question question, Listing<T> listing) {
        MarkerCodec.Place place = marks.place(question);
        PageRequest request = PageRequest.of(question);
        if (faults.affects(Fault.EMPTY_PAGE, request)) {
            return new Rows<>(List.of(), marks.mark(question, new MarkerCodec.Place(place.after(), place.pause() + 1)));
        }
        Slice<T> slice = listing.after(place.after(), question.limit());
        List<T> rows = slice.rows();
        if (place.after() >= 0 && question.limit() > 1 && faults.affects(Fault.REPEATED_ROW, request)) {
            slice = listing.after(place.after(), question.limit() - 1);
            rows = new ArrayList<>(listing.after(place.after() - 1, 1).rows());
            rows.addAll(slice.rows());
        }
        String subject = question.subject();
        if (subject != null && faults.loops(subject)) {
            long first = listing.after(-1, 1).last();
            return new Rows<>(rows, marks.mark(question, new MarkerCodec.Place(first, 0)));
        }
        return new Rows<>(rows, slice.more() ? marks.mark(question, new MarkerCodec.Place(slice.last(), 0)) : null);
    }
}
