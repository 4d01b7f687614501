package dev.rollcall.directory.huawei;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.TestStore;
import dev.rollcall.directory.User;
import dev.rollcall.directory.huawei.StubServer.Reply;
import dev.rollcall.directory.huawei.StubServer.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers as Huawei's documents say, from a made-up store. */
final class HuaweiWire implements Function<Request, Reply> {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern PATH = Pattern.compile("/v1/identity-stores/([^/]+)/(.+)");

    private final TestStore store;

    HuaweiWire(TestStore store) {
        this.store = store;
    }

    @Override
    public Reply apply(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !path.group(1).equals(store.id())) {
            return Reply.error(404, "IIC.1001", "The identity store does not exist.");
        }
        return switch (request.method() + " " + path.group(2)) {
            case "GET groups" -> page(request, "groups", store.groups(), HuaweiWire::json);
            case "GET users" -> page(request, "users", store.users(), HuaweiWire::json);
            case "GET group-memberships" -> memberships(request);
            case "POST groups/batch-query" -> batch(request);
            default -> Reply.error(404, "APIGW.0101", "The API does not exist.");
        };
    }

    private Reply memberships(Request request) {
        GroupId group = new GroupId(request.query().getOrDefault("group_id", ""));
        return store.has(group)
                ? page(request, "group_memberships", store.membershipsOf(group), HuaweiWire::json)
                : Reply.error(404, "IIC.1002", "Group " + group + " not found in identity store " + store.id());
    }

    private Reply batch(Request request) {
        JsonNode asked = MAPPER.readTree(request.body()).path("group_ids");
        List<String> ids =
                asked.valueStream().map(JsonNode::stringValue).distinct().toList();
        return Reply.json(MAPPER.writeValueAsString(Map.of(
                "groups",
                store.groups().stream()
                        .filter(group -> ids.contains(group.id().value()))
                        .map(HuaweiWire::json)
                        .toList())));
    }

    private static <T> Reply page(Request request, String name, List<T> all, Function<T, Map<String, Object>> json) {
        int from = position(request.query().get("marker"));
        if (from < 0) {
            return Reply.error(400, "IIC.1003", "Invalid marker.");
        }
        int to = Math.min(all.size(), from + Integer.parseInt(request.query().getOrDefault("limit", "100")));
        Map<String, Object> pageInfo = new LinkedHashMap<>();
        pageInfo.put("next_marker", to < all.size() ? marker(to) : null);
        pageInfo.put("current_count", to - from);
        return Reply.json(MAPPER.writeValueAsString(
                Map.of(name, all.subList(from, to).stream().map(json).toList(), "page_info", pageInfo)));
    }

    /** 24 characters, as documented. */
    private static String marker(int position) {
        byte[] text = String.format("position %07d+", position).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(text);
    }

    private static int position(@Nullable String marker) {
        if (marker == null) {
            return 0;
        }
        Matcher position = Pattern.compile("position (\\d{7})\\+")
                .matcher(new String(Base64.getDecoder().decode(marker), StandardCharsets.UTF_8));
        return position.matches() ? Integer.parseInt(position.group(1)) : -1;
    }

    private static Map<String, Object> json(Group group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("group_id", group.id().value());
        json.put("display_name", group.displayName());
        json.put("description", group.description());
        json.put("external_ids", externalIds(group.externalIds()));
        json.put("created_at", millis(group.createdAt()));
        json.put("created_by", group.createdBy());
        json.put("updated_at", millis(group.updatedAt()));
        json.put("updated_by", group.updatedBy());
        return json;
    }

    private static Map<String, Object> json(Membership membership) {
        String kind = membership.member() instanceof Member.User
                ? "user_id"
                : membership.member().type();
        return Map.of(
                "group_id", membership.group().value(),
                "membership_id", membership.membershipId(),
                "member_id", Map.of(kind, membership.member().id()));
    }

    private static Map<String, Object> json(User user) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("user_id", user.id());
        json.put("user_name", user.userName());
        json.put("display_name", user.displayName());
        json.put("emails", user.email() == null ? null : List.of(Map.of("value", user.email(), "primary", true)));
        if (user.status() != null) {
            json.put("enabled", user.status() == User.Status.ENABLED);
        }
        json.put("external_ids", externalIds(user.externalIds()));
        json.put("created_at", millis(user.createdAt()));
        json.put("created_by", user.createdBy());
        json.put("updated_at", millis(user.updatedAt()));
        json.put("updated_by", user.updatedBy());
        return json;
    }

    private static @Nullable List<Map<String, String>> externalIds(List<ExternalId> ids) {
        return ids.isEmpty()
                ? null
                : ids.stream()
                        .map(id -> Map.of("issuer", String.valueOf(id.issuer()), "id", id.id()))
                        .toList();
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
