package dev.rollcall.directory.aws;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import dev.rollcall.directory.wire.DirectoryFields;
import dev.rollcall.directory.wire.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** AWS's JSON objects in Rollcall's normal form. */
final class AwsRecords {
    /** Times are decimal fractions, and are read exactly. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private AwsRecords() {}

    static JsonObject parse(byte[] body) {
        return JsonObject.parse(body, MAPPER);
    }

    static <T> Page<T> page(byte[] body, String list, Function<JsonObject, T> read) {
        JsonObject page = parse(body);
        return DirectoryFields.page(page.pageList(list, read), page.text("NextToken"));
    }

    static Group group(JsonObject group) {
        return new Group(
                DirectoryFields.groupId(group, "GroupId"),
                group.text("DisplayName"),
                group.text("Description"),
                externalIds(group),
                group.seconds("CreatedAt"),
                group.text("CreatedBy"),
                group.seconds("UpdatedAt"),
                group.text("UpdatedBy"));
    }

    static Membership membership(GroupId group, JsonObject membership) {
        return new Membership(
                group,
                DirectoryFields.member(membership.object("MemberId"), "UserId"),
                membership.mandatoryText("MembershipId"),
                membership.seconds("CreatedAt"),
                membership.text("CreatedBy"));
    }

    static User user(JsonObject user) {
        return new User(
                user.mandatoryText("UserId"),
                user.text("UserName"),
                user.text("DisplayName"),
                DirectoryFields.email(user.list("Emails", email -> email), "Value", "Primary"),
                status(user.text("UserStatus")),
                externalIds(user),
                user.seconds("CreatedAt"),
                user.text("CreatedBy"),
                user.seconds("UpdatedAt"),
                user.text("UpdatedBy"));
    }

    /** Null for a status that AWS may add later. */
    private static User.@Nullable Status status(@Nullable String status) {
        if ("ENABLED".equals(status)) {
            return User.Status.ENABLED;
        }
        return "DISABLED".equals(status) ? User.Status.DISABLED : null;
    }

    private static List<ExternalId> externalIds(JsonObject owner) {
        return owner.list("ExternalIds", id -> new ExternalId(id.text("Issuer"), id.mandatoryText("Id")));
    }
}
