package dev.rollcall.directory.aws;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** AWS's objects in Rollcall's normal form. */
final class Records {
    private Records() {}

    static <T> Page<T> page(JsonObject answer, String list, Function<JsonObject, T> read) {
        String next = answer.text("NextToken");
        return new Page<>(answer.mandatoryList(list, read), next == null || next.isEmpty() ? null : new Marker(next));
    }

    static Group group(JsonObject group) {
        String id = group.mandatory("GroupId");
        if (id.length() > GroupId.MAX_LENGTH) {
            throw new MalformedAnswer("GroupId is longer than " + GroupId.MAX_LENGTH + " characters");
        }
        return new Group(
                new GroupId(id),
                group.text("DisplayName"),
                group.text("Description"),
                externalIds(group),
                group.time("CreatedAt"),
                group.text("CreatedBy"),
                group.time("UpdatedAt"),
                group.text("UpdatedBy"));
    }

    static Membership membership(GroupId group, JsonObject membership) {
        return new Membership(
                group,
                member(membership.object("MemberId")),
                membership.mandatory("MembershipId"),
                membership.time("CreatedAt"),
                membership.text("CreatedBy"));
    }

    static User user(JsonObject user) {
        return new User(
                user.mandatory("UserId"),
                user.text("UserName"),
                user.text("DisplayName"),
                email(user),
                status(user.text("UserStatus")),
                externalIds(user),
                user.time("CreatedAt"),
                user.text("CreatedBy"),
                user.time("UpdatedAt"),
                user.text("UpdatedBy"));
    }

    private static Member member(JsonObject member) {
        String user = member.text("UserId");
        if (user != null && !user.isEmpty()) {
            return new Member.User(user);
        }
        Map.Entry<String, String> unknown = member.variant();
        return new Member.Unknown(unknown.getKey(), unknown.getValue());
    }

    private static @Nullable String email(JsonObject user) {
        record Email(@Nullable String value, boolean primary) {
            boolean isGiven() {
                return value != null && !value.isEmpty();
            }
        }
        List<Email> emails =
                user.list("Emails", email -> new Email(email.text("Value"), email.isTrue("Primary"))).stream()
                        .filter(Email::isGiven)
                        .toList();
        for (Email email : emails) {
            if (email.primary()) {
                return email.value();
            }
        }
        return emails.isEmpty() ? null : emails.get(0).value();
    }

    /** A status that AWS may add later says nothing that we could pass on. */
    private static User.@Nullable Status status(@Nullable String status) {
        if ("ENABLED".equals(status)) {
            return User.Status.ENABLED;
        }
        return "DISABLED".equals(status) ? User.Status.DISABLED : null;
    }

    private static List<ExternalId> externalIds(JsonObject owner) {
        return owner.list("ExternalIds", id -> new ExternalId(id.text("Issuer"), id.mandatory("Id")));
    }
}
