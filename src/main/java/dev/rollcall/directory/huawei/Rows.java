package dev.rollcall.directory.huawei;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Huawei's objects as Rollcall's records. */
final class Rows {
    private static final String USER_ID = "user_id";

    private Rows() {}

    static Group group(Row row) {
        return new Group(
                row.groupId(),
                row.text("display_name"),
                row.text("description"),
                externalIds(row),
                row.time("created_at"),
                row.text("created_by"),
                row.time("updated_at"),
                row.text("updated_by"));
    }

    static Membership membership(Row row, GroupId asked) {
        String membershipId = row.mandatoryText("membership_id");
        String group = row.text("group_id");
        if (group != null && !group.equals(asked.value())) {
            throw row.malformed("membership " + membershipId + " is of group " + group);
        }
        return new Membership(asked, member(row.mandatoryRow("member_id")), membershipId, null, null);
    }

    /** A user, or whatever kind Huawei adds: the field's name is the kind, its value the id. */
    private static Member member(Row row) {
        String user = row.text(USER_ID);
        if (user != null && !user.isEmpty()) {
            return new Member.User(user);
        }
        for (Map.Entry<String, JsonNode> field : row.fields()) {
            String id = field.getValue().isValueNode()
                    ? field.getValue().asString()
                    : field.getValue().toString();
            if (!field.getKey().isEmpty() && !id.isEmpty()) {
                return new Member.Unknown(field.getKey(), id);
            }
        }
        throw row.malformed("member_id is empty");
    }

    static User user(Row row) {
        return new User(
                row.mandatoryText(USER_ID),
                row.text("user_name"),
                row.text("display_name"),
                email(row),
                status(row.bool("enabled")),
                externalIds(row),
                row.time("created_at"),
                row.text("created_by"),
                row.time("updated_at"),
                row.text("updated_by"));
    }

    private static @Nullable String email(Row user) {
        String first = null;
        for (Row email : user.rows("emails")) {
            String value = email.text("value");
            if (value == null || value.isEmpty()) {
                continue;
            }
            if (Boolean.TRUE.equals(email.bool("primary"))) {
                return value;
            }
            first = first == null ? value : first;
        }
        return first;
    }

    private static User.@Nullable Status status(@Nullable Boolean enabled) {
        if (enabled == null) {
            return null;
        }
        return enabled ? User.Status.ENABLED : User.Status.DISABLED;
    }

    private static List<ExternalId> externalIds(Row row) {
        List<ExternalId> ids = new ArrayList<>();
        String single = row.text("external_id");
        if (single != null && !single.isEmpty()) {
            ids.add(new ExternalId(null, single));
        }
        for (Row id : row.rows("external_ids")) {
            ids.add(new ExternalId(id.text("issuer"), id.mandatoryText("id")));
        }
        return ids;
    }
}
