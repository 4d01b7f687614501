package dev.rollcall.directory.aws;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.TestStore;
import dev.rollcall.directory.User;
import dev.rollcall.directory.WireServer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves a store as the Identity Store does: AWS JSON 1.1, pages, refusals. */
final class AwsWire implements WireServer.Handler {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestStore store;

    AwsWire(TestStore store) {
        this.store = store;
    }

    @Override
    public WireServer.Answer answer(WireServer.Request request) {
        JsonNode asked = JSON.readTree(request.body());
        if (!store.id().equals(asked.path("IdentityStoreId").asString())) {
            return notFound("IDENTITY_STORE");
        }
        String target = String.valueOf(request.header("X-Amz-Target"));
        return switch (target) {
            case "AWSIdentityStore.ListGroups" -> page(asked, "Groups", store.groups(), AwsWire::write);
            case "AWSIdentityStore.ListUsers" -> page(asked, "Users", store.users(), AwsWire::write);
            case "AWSIdentityStore.DescribeGroup" -> describe(group(asked));
            case "AWSIdentityStore.ListGroupMemberships" ->
                store.has(group(asked))
                        ? page(asked, "GroupMemberships", store.membershipsOf(group(asked)), AwsWire::write)
                        : notFound("GROUP");
            default -> refusal("UnknownOperationException", JSON.createObjectNode());
        };
    }

    private WireServer.Answer describe(GroupId id) {
        for (Group group : store.groups()) {
            if (group.id().equals(id)) {
                ObjectNode node = JSON.createObjectNode();
                write(node, group);
                return ok(node);
            }
        }
        return notFound("GROUP");
    }

    private static <T> WireServer.Answer page(
            JsonNode asked, String list, List<T> all, BiConsumer<ObjectNode, T> write) {
        int begin = 0;
        if (asked.has("NextToken")) {
            String token =
                    new String(Base64.getDecoder().decode(asked.get("NextToken").asString()), StandardCharsets.UTF_8);
            if (!token.startsWith(list + ":")) {
                return refusal("ValidationException", JSON.createObjectNode().put("Message", "Invalid NextToken"));
            }
            begin = Integer.parseInt(token.substring(list.length() + 1));
        }
        int end = Math.min(all.size(), begin + asked.path("MaxResults").asInt());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray(list);
        all.subList(begin, end).forEach(item -> write.accept(items.addObject(), item));
        if (end < all.size()) {
            String token = list + ":" + end;
            answer.put("NextToken", Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)));
        }
        return ok(answer);
    }

    private static GroupId group(JsonNode asked) {
        return new GroupId(asked.path("GroupId").asString());
    }

    private static void write(ObjectNode node, Group group) {
        node.put("GroupId", group.id().value());
        put(node, "DisplayName", group.displayName());
        put(node, "Description", group.description());
        origin(node, group.externalIds(), group.createdAt(), group.createdBy(), group.updatedAt(), group.updatedBy());
    }

    private static void write(ObjectNode node, Membership membership) {
        node.put("GroupId", membership.group().value()).put("MembershipId", membership.membershipId());
        Member member = membership.member();
        node.putObject("MemberId").put(member instanceof Member.User ? "UserId" : member.type(), member.id());
        put(node, "CreatedAt", membership.createdAt());
        put(node, "CreatedBy", membership.createdBy());
    }

    private static void write(ObjectNode node, User user) {
        node.put("UserId", user.id());
        put(node, "UserName", user.userName());
        put(node, "DisplayName", user.displayName());
        if (user.email() != null) {
            node.putArray("Emails").addObject().put("Value", user.email()).put("Primary", true);
        }
        put(node, "UserStatus", user.status() == null ? null : user.status().name());
        origin(node, user.externalIds(), user.createdAt(), user.createdBy(), user.updatedAt(), user.updatedBy());
    }

    private static void origin(
            ObjectNode node,
            List<ExternalId> externalIds,
            @Nullable Instant createdAt,
            @Nullable String createdBy,
            @Nullable Instant updatedAt,
            @Nullable String updatedBy) {
        if (!externalIds.isEmpty()) {
            ArrayNode ids = node.putArray("ExternalIds");
            externalIds.forEach(id -> put(ids.addObject().put("Id", id.id()), "Issuer", id.issuer()));
        }
        put(node, "CreatedAt", createdAt);
        put(node, "CreatedBy", createdBy);
        put(node, "UpdatedAt", updatedAt);
        put(node, "UpdatedBy", updatedBy);
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }

    private static void put(ObjectNode node, String field, @Nullable Instant time) {
        if (time != null) {
            node.put(field, BigDecimal.valueOf(time.toEpochMilli(), 3));
        }
    }

    private static WireServer.Answer ok(ObjectNode answer) {
        return new WireServer.Answer(200, answer.toString());
    }

    private static WireServer.Answer notFound(String type) {
        return refusal("ResourceNotFoundException", JSON.createObjectNode().put("ResourceType", type));
    }

    private static WireServer.Answer refusal(String code, ObjectNode details) {
        return new WireServer.Answer(400, details.put("__type", code).toString());
    }
}
