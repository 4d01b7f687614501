package dev.rollcall.directory.huawei;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import dev.rollcall.directory.wire.DirectoryFields;
import dev.rollcall.directory.wire.JsonObject;
import dev.rollcall.directory.wire.MalformedBodyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Huawei's JSON objects in Rollcall's normal form. */
final class HuaweiRecords {
    /** Names may hold tabs and line breaks, which not every server escapes; the SDK is as lenient. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private HuaweiRecords() {}

    static JsonObject parse(byte[] body) {
        return JsonObject.parse(body, MAPPER);
    }

    /** The body of batch-query. */
    static String query(Collection<GroupId> ids) {
        return MAPPER.writeValueAsString(
                Map.of("group_ids", ids.stream().map(GroupId::value).toList()));
    }

    static <T> Page<T> page(byte[] body, String list, Function<JsonObject, T> read) {
        JsonObject page = parse(body);
        List<T> items = page.pageList(list, read);
        JsonObject info = page.object("page_info");
        Long count = info.number("current_count");
        if (count != null && count > items.size()) {
            throw page.malformed(list, "has " + items.size() + " rows of " + count);
        }
        return DirectoryFields.page(items, info.text("next_marker"));
    }

    /** The response to batch-query. Huawei's table of fields has an object with {@code groups}, its example an array. */
    static List<Group> groups(byte[] body) {
        JsonNode json = JsonObject.tree(body, MAPPER);
        JsonNode object = json.isArray() ? MAPPER.createObjectNode().set("groups", json) : json;
        return JsonObject.of(object).mandatoryList("groups", HuaweiRecords::group);
    }

    static Group group(JsonObject group) {
        return new Group(
                DirectoryFields.groupId(group, "group_id"),
                group.text("display_name"),
                group.text("description"),
                externalIds(group),
                group.milliseconds("created_at"),
                group.text("created_by"),
                group.milliseconds("updated_at"),
                group.text("updated_by"));
    }

    /** @param asked the group whose memberships were asked for */
    static Membership membership(GroupId asked, JsonObject membership) {
        String membershipId = membership.mandatoryText("membership_id");
        String group = membership.text("group_id");
        if (group != null && !group.equals(asked.value())) {
            throw new MalformedBodyException("membership " + membershipId + " is of group " + group);
        }
        return new Membership(
                asked, DirectoryFields.member(membership.object("member_id"), "user_id"), membershipId, null, null);
    }

    static User user(JsonObject user) {
        return new User(
                user.mandatoryText("user_id"),
                user.text("user_name"),
                user.text("display_name"),
                DirectoryFields.email(user.list("emails", email -> email), "value", "primary"),
                status(user.bool("enabled")),
                externalIds(user),
                user.milliseconds("created_at"),
                user.text("created_by"),
                user.milliseconds("updated_at"),
                user.text("updated_by"));
    }

    private static User.@Nullable Status status(@Nullable Boolean enabled) {
        if (enabled == null) {
            return null;
        }
        return enabled ? User.Status.ENABLED : User.Status.DISABLED;
    }

    private static List<ExternalId> externalIds(JsonObject owner) {
        List<ExternalId> ids = new ArrayList<>();
        String single = owner.text("external_id");
        if (single != null && !single.isEmpty()) {
            ids.add(new ExternalId(null, single));
        }
        ids.addAll(owner.list("external_ids", id -> new ExternalId(id.text("issuer"), id.mandatoryText("id"))));
        return ids;
    }
}
