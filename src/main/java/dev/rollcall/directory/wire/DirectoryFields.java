package dev.rollcall.directory.wire;

import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Page;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every provider's records have, under names of the provider's own. */
public final class DirectoryFields {
    private DirectoryFields() {}

    /**
     * Makes a page of what was read.
     *
     * @param next the marker of the next page; null, absent and empty markers end a listing
     */
    public static <T> Page<T> page(List<T> items, @Nullable String next) {
        return new Page<>(items, next == null || next.isEmpty() ? null : new Marker(next));
    }

    public static GroupId groupId(JsonObject owner, String field) {
        String id = owner.mandatoryText(field);
        if (id.length() > GroupId.MAX_LENGTH) {
            throw owner.malformed(field, "is longer than " + GroupId.MAX_LENGTH + " characters");
        }
        return new GroupId(id);
    }

    /**
     * Reads a union of member kinds. A kind that the provider adds keeps the provider's name, with its value as the id.
     *
     * @param userId the field of the one kind that is known
     */
    public static Member member(JsonObject member, String userId) {
        String user = member.text(userId);
        if (user != null && !user.isEmpty()) {
            return new Member.User(user);
        }
        Map.Entry<String, String> unknown = member.variant();
        return new Member.Unknown(unknown.getKey(), unknown.getValue());
    }

    /** The primary address of a list, else the first that is not empty, else null. */
    public static @Nullable String email(List<JsonObject> emails, String value, String primary) {
        String first = null;
        for (JsonObject email : emails) {
            String address = email.text(value);
            if (address == null || address.isEmpty()) {
                continue;
            }
            if (Boolean.TRUE.equals(email.bool(primary))) {
                return address;
            }
            first = first == null ? address : first;
        }
        return first;
    }
}
