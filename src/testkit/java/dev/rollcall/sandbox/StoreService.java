package dev.rollcall.sandbox;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers calls to the stores in either provider's dialect. */
final class StoreService {
    private final Map<String, SandboxDirectory> stores = new ConcurrentHashMap<>();
    private final MarkerCodec markers;
    private final Faults faults;

    StoreService(MarkerCodec markers, Faults faults) {
        this.markers = markers;
        this.faults = faults;
    }

    void add(String store, SandboxDirectory directory) {
        stores.put(store, directory);
    }

    SandboxDirectory store(String id) {
        SandboxDirectory directory = stores.get(id);
        if (directory == null) {
            throw new RefusedRequest(RefusedRequest.Kind.UNKNOWN_STORE, "IDENTITY_STORE not found");
        }
        return directory;
    }

    ServerResponse answer(Dialect dialect, ApiCall call, String requestId) {
        SandboxDirectory directory = store(call.store());
        faults.check(call);
        ServerResponse answer = answer(dialect, directory, call, requestId);
        return isListing(call) && faults.affects(Fault.NULL_LIST, PageRequest.of(call)) ? withNullList(answer) : answer;
    }

    private static boolean isListing(ApiCall call) {
        return call.operation().startsWith("List");
    }

    private static ServerResponse withNullList(ServerResponse empty) {
        String body = empty.body().replaceFirst(":\\[]", ":null");
        return new ServerResponse(empty.status(), empty.headers(), body);
    }

    private ServerResponse answer(Dialect dialect, SandboxDirectory directory, ApiCall call, String requestId) {
        String store = call.store();
        return switch (call.operation()) {
            case "ListGroups" -> {
                Rows<Group> page = page(call, directory::listGroups);
                yield dialect.groups(store, page.rows, page.next, requestId);
            }
            case "ListUsers" -> {
                var page = page(call, directory::listUsers);
                yield dialect.users(store, page.rows, page.next, requestId);
            }
            case "ListGroupMemberships" -> {
                GroupId group = known(directory, call.subjectOrRefuse()).id();
                var page = page(call, (after, limit) -> directory.listMemberships(group, after, limit));
                yield dialect.memberships(store, page.rows, page.next, requestId);
            }
            case "DescribeGroup" -> dialect.group(store, known(directory, call.subjectOrRefuse()), requestId);
            case "DescribeGroups" -> dialect.described(store, some(directory, call), faults.bareArray(), requestId);
            case "DescribeUser" ->
                dialect.user(
                        store,
                        directory
                                .user(call.subjectOrRefuse())
                                .orElseThrow(
                                        () -> new RefusedRequest(RefusedRequest.Kind.UNKNOWN_USER, "USER not found")),
                        requestId);
            default -> throw new RefusedRequest(RefusedRequest.Kind.UNKNOWN_OPERATION, call.operation());
        };
    }

    private static Group known(SandboxDirectory directory, String id) {
        return directory
                .group(new GroupId(id))
                .orElseThrow(() -> new RefusedRequest(RefusedRequest.Kind.UNKNOWN_GROUP, "GROUP not found"));
    }

    private List<Group> some(SandboxDirectory directory, ApiCall call) {
        List<Group> known = call.ids().stream()
                .filter(id -> !faults.vanished(id))
                .map(id -> directory.group(new GroupId(id)))
                .flatMap(Optional::stream)
                .toList();
        if (faults.unknownIdsRefused() && known.size() < call.ids().size()) {
            throw new RefusedRequest(RefusedRequest.Kind.INVALID, "The request parameter group_ids is invalid.");
        }
        return known;
    }

    @FunctionalInterface
    private interface Listing<T> {
        ListingSlice<T> after(long position, int limit);
    }

    private record Rows<T>(List<T> rows, @Nullable String next) {}

    private <T> Rows<T> page(ApiCall call, Listing<T> listing) {
        MarkerCodec.Place place = markers.place(call);
        PageRequest request = PageRequest.of(call);
        if (faults.affects(Fault.EMPTY_PAGE, request) || faults.affects(Fault.NULL_LIST, request)) {
            return new Rows<>(List.of(), markers.mark(call, new MarkerCodec.Place(place.after(), place.pause() + 1)));
        }
        ListingSlice<T> slice = listing.after(place.after(), call.limit());
        List<T> rows = slice.rows();
        if (place.after() >= 0 && call.limit() > 1 && faults.affects(Fault.REPEATED_ROW, request)) {
            slice = listing.after(place.after(), call.limit() - 1);
            rows = new ArrayList<>(listing.after(place.after() - 1, 1).rows());
            rows.addAll(slice.rows());
        }
        String subject = call.subject();
        if (subject != null && faults.loops(subject)) {
            long first = listing.after(-1, 1).last();
            return new Rows<>(rows, markers.mark(call, new MarkerCodec.Place(first, 0)));
        }
        return new Rows<>(rows, slice.more() ? markers.mark(call, new MarkerCodec.Place(slice.last(), 0)) : null);
    }
}
