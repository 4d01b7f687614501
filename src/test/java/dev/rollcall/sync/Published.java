package dev.rollcall.sync;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import dev.rollcall.sandbox.SandboxDirectory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What readers see of one source, to be compared with the sandbox's own list. */
public final class Published {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Comparator<ExternalId> BY_ISSUER_AND_ID = Comparator.comparing(
                    ExternalId::issuer, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
            .thenComparing(ExternalId::id);

    private final JdbcClient jdbc;
    private final String source;

    public Published(DataSource dataSource, String source) {
        this.jdbc = JdbcClient.create(dataSource);
        this.source = source;
    }

    /** Every group, member, user and attribute is as the directory has it, and nothing else is published. */
    public void isExactly(SandboxDirectory directory) {
        Assertions.assertThat(groups()).isEqualTo(sorted(directory.groups()));
        Assertions.assertThat(users())
                .isEqualTo(directory
                        .users()
                        .map(Published::canonical)
                        .sorted(Comparator.comparing(User::id))
                        .toList());
        List<Membership> truth = new ArrayList<>(directory.memberships().toList());
        truth.sort(BY_GROUP_AND_MEMBER);
        Assertions.assertThat(memberships()).isEqualTo(truth);
    }

    private static final Comparator<Membership> BY_GROUP_AND_MEMBER = Comparator.comparing(
                    (Membership row) -> row.group().value())
            .thenComparing(row -> row.member().type())
            .thenComparing(row -> row.member().id());

    private static List<Group> sorted(List<Group> groups) {
        return groups.stream()
                .map(group -> new Group(
                        group.id(),
                        group.displayName(),
                        group.description(),
                        canonical(group.externalIds()),
                        group.createdAt(),
                        group.createdBy(),
                        group.updatedAt(),
                        group.updatedBy()))
                .sorted(Comparator.comparing(group -> group.id().value()))
                .toList();
    }

    private static User canonical(User user) {
        return new User(
                user.id(),
                user.userName(),
                user.displayName(),
                user.email(),
                user.status(),
                canonical(user.externalIds()),
                user.createdAt(),
                user.createdBy(),
                user.updatedAt(),
                user.updatedBy());
    }

    private static List<ExternalId> canonical(List<ExternalId> ids) {
        return ids.stream().distinct().sorted(BY_ISSUER_AND_ID).toList();
    }

    public List<Group> groups() {
        return jdbc.sql("SELECT * FROM directory.groups WHERE source = ? ORDER BY group_id COLLATE \"C\"")
                .param(source)
                .query((row, n) -> new Group(
                        new GroupId(row.getString("group_id")),
                        row.getString("display_name"),
                        row.getString("description"),
                        externalIds(row),
                        instant(row, "created_at"),
                        row.getString("created_by"),
                        instant(row, "updated_at"),
                        row.getString("updated_by")))
                .list();
    }

    public List<User> users() {
        return jdbc.sql("SELECT * FROM directory.users WHERE source = ? ORDER BY user_id COLLATE \"C\"")
                .param(source)
                .query((row, n) -> new User(
                        row.getString("user_id"),
                        row.getString("user_name"),
                        row.getString("display_name"),
                        row.getString("email"),
                        status(row.getString("status")),
                        externalIds(row),
                        instant(row, "created_at"),
                        row.getString("created_by"),
                        instant(row, "updated_at"),
                        row.getString("updated_by")))
                .list();
    }

    public List<Membership> memberships() {
        List<Membership> rows = new ArrayList<>(jdbc.sql("""
                        SELECT group_id, member_type, member_id, membership_id, created_at, created_by
                        FROM directory.memberships WHERE source = ?
                        """)
                .param(source)
                .query((row, n) -> new Membership(
                        new GroupId(row.getString("group_id")),
                        member(row.getString("member_type"), row.getString("member_id")),
                        row.getString("membership_id"),
                        instant(row, "created_at"),
                        row.getString("created_by")))
                .list());
        rows.sort(BY_GROUP_AND_MEMBER);
        return rows;
    }

    private static Member member(String type, String id) {
        return type.equals(Member.User.TYPE) ? new Member.User(id) : new Member.Unknown(type, id);
    }

    private static User.@Nullable Status status(@Nullable String status) {
        return status == null ? null : User.Status.valueOf(status.toUpperCase(Locale.ROOT));
    }

    private static List<ExternalId> externalIds(ResultSet row) throws SQLException {
        List<ExternalId> ids = new ArrayList<>();
        for (JsonNode id : JSON.readTree(row.getString("external_ids"))) {
            JsonNode issuer = id.path("issuer");
            ids.add(new ExternalId(
                    issuer.isNull() || issuer.isMissingNode() ? null : issuer.asString(),
                    id.get("id").asString()));
        }
        return ids;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
