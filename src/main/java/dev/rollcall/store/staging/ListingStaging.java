package dev.rollcall.store.staging;

import dev.rollcall.database.OutsideTransaction;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.User;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencingToken;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The listings of groups and of users of open snapshots: rows and checkpoints. Every method that writes runs in the caller's transaction, which it
 * first proves to be that of the source's present run; rows and the checkpoint after them commit together. Safe for
 * use by several threads.
 */
public final class ListingStaging {
    private static final String STAGE_GROUP = """
            INSERT INTO staging.groups (snapshot, group_id, group_no, reading, described, display_name, description,
                external_ids, created_at, created_by, updated_at, updated_by)
            SELECT ?, group_id, ? + n, ?, described::boolean, display_name, description,
                coalesce(external_ids, '[]')::jsonb, created_at::timestamptz, created_by, updated_at::timestamptz,
                updated_by
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY AS listed (group_id, described, display_name,
                description, external_ids, created_at, created_by, updated_at, updated_by, n)
            ON CONFLICT (snapshot, group_id) DO UPDATE SET
                reading = excluded.reading, described = excluded.described, display_name = excluded.display_name,
                description = excluded.description, external_ids = excluded.external_ids,
                created_at = excluded.created_at, created_by = excluded.created_by,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """;

    private static final String LAST_GROUP_NO =
            "SELECT coalesce(max(group_no), 0) FROM staging.groups WHERE snapshot = ?";

    private static final String STAGE_USER = """
            INSERT INTO staging.users (snapshot, user_id, reading, user_name, display_name, email, status,
                external_ids, created_at, created_by, updated_at, updated_by)
            SELECT ?, user_id, ?, user_name, display_name, email, status,
                external_ids::jsonb, created_at::timestamptz, created_by, updated_at::timestamptz, updated_by
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS listed (user_id, user_name, display_name, email, status,
                external_ids, created_at, created_by, updated_at, updated_by)
            ON CONFLICT (snapshot, user_id) DO UPDATE SET
                reading = excluded.reading, user_name = excluded.user_name, display_name = excluded.display_name,
                email = excluded.email, status = excluded.status, external_ids = excluded.external_ids,
                created_at = excluded.created_at, created_by = excluded.created_by,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """;

    private final JdbcClient jdbc;
    private final JdbcClient apart;
    private final Fence fence;

    public ListingStaging(DataSource dataSource, Fence fence) {
        this.jdbc = JdbcClient.create(dataSource);
        this.apart = OutsideTransaction.of(dataSource);
        this.fence = fence;
    }

    /** Where a listing stands; at its start when nothing of it is staged. */
    public ListingCheckpoint checkpoint(long snapshot, Listing listing) {
        return apart.sql("""
                        SELECT reading, marker, complete FROM staging.listing_checkpoint
                        WHERE snapshot = ? AND listing = ?
                        """)
                .params(snapshot, listing.key())
                .query((row, n) -> new ListingCheckpoint(row.getInt(1), marker(row.getString(2)), row.getBoolean(3)))
                .optional()
                .orElse(new ListingCheckpoint(0, null, false));
    }

    /**
     * Stages pages of the listing of groups, each group with a checkpoint of its own. After the last, the sizes
     * that groups are known to have put them in order.
     */
    public void stageGroups(FencingToken token, ListingChunk<StagedGroup> pages) {
        fence.requireCurrent(token);
        StoredText text = new StoredText();
        Collection<StagedGroup> groups =
                latest(pages.items(), group -> group.id().value());
        int last = jdbc.sql(LAST_GROUP_NO)
                .param(token.snapshot())
                .query(Integer.class)
                .single();
        jdbc.sql(STAGE_GROUP)
                .params(token.snapshot(), last, pages.after().reading())
                .params(groupColumns(groups, text))
                .update();
        saveCheckpoint(token, Listing.GROUPS, pages, text);
        addCheckpoints(token, last);
        saveUndescribed(token, groups);
        if (pages.after().complete()) {
            saveExpectedSizes(token);
        }
    }

    /**
     * Refreshes the planner's statistics of the groups staged so far: it plans the queries for the next groups to be
     * read else as for a handful. Apart from the caller's transaction.
     */
    public void analyzeGroups() {
        apart.sql("SELECT staging.analyze_groups()").query((row, n) -> true).list();
    }

    /** Stages pages of the listing of users. */
    public void stageUsers(FencingToken token, ListingChunk<User> pages) {
        fence.requireCurrent(token);
        StoredText text = new StoredText();
        Collection<User> users = latest(pages.items(), User::id);
        jdbc.sql(STAGE_USER)
                .params(token.snapshot(), pages.after().reading())
                .params(userColumns(users, text))
                .update();
        saveCheckpoint(token, Listing.USERS, pages, text);
    }

    private void addCheckpoints(FencingToken token, int lastBefore) {
        jdbc.sql("""
                        INSERT INTO staging.group_checkpoint (snapshot, group_no)
                        SELECT snapshot, group_no FROM staging.groups WHERE snapshot = ? AND group_no > ?
                        """).params(token.snapshot(), lastBefore).update();
    }

    private void saveExpectedSizes(FencingToken token) {
        jdbc.sql("SET LOCAL statement_timeout = 0").update();
        jdbc.sql("""
                        UPDATE staging.groups g SET expected = known.members
                        FROM (
                            SELECT k.group_id, count(*) AS members
                            FROM directory.memberships_history m
                            JOIN directory.group_key k ON k.no = m.group_no
                            WHERE k.source = ? AND m.valid_to = 'infinity'
                            GROUP BY k.group_id
                        ) known
                        WHERE g.snapshot = ? AND g.group_id = known.group_id
                        """).params(token.source(), token.snapshot()).update();
    }

    /** Groups of the scope without a description have nothing to be read of. */
    private void saveUndescribed(FencingToken token, Collection<StagedGroup> groups) {
        for (StagedGroup group : groups) {
            if (group.group() == null) {
                int saved = jdbc.sql("""
                                UPDATE staging.group_checkpoint c SET state = ?, reason = ?
                                FROM staging.groups g
                                WHERE g.snapshot = ? AND g.group_id = ?
                                  AND c.snapshot = g.snapshot AND c.group_no = g.group_no
                                """)
                        .param(group.gap() == null ? MembershipPages.State.GONE.key() : MembershipPages.State.GAP.key())
                        .param(group.gap())
                        .params(token.snapshot(), group.id().value())
                        .update();
                expectOne(saved, "the checkpoint of group " + group.id());
            }
        }
    }

    private void saveCheckpoint(FencingToken token, Listing listing, ListingChunk<?> pages, StoredText text) {
        ListingCheckpoint after = pages.after();
        RequestCounts requests = pages.requests();
        int saved = jdbc.sql("""
                        INSERT INTO staging.listing_checkpoint AS c (snapshot, listing, reading, marker, complete, pages,
                            requests, retries, throttles, replaced_characters)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (snapshot, listing) DO UPDATE SET
                            reading = excluded.reading, marker = excluded.marker, complete = excluded.complete,
                            pages = c.pages + excluded.pages, requests = c.requests + excluded.requests,
                            retries = c.retries + excluded.retries, throttles = c.throttles + excluded.throttles,
                            replaced_characters = c.replaced_characters + excluded.replaced_characters
                        """)
                .params(token.snapshot(), listing.key(), after.reading())
                .param(value(after.marker()))
                .params(after.complete(), pages.pages())
                .params(requests.requests(), requests.retries(), requests.throttles(), text.replaced())
                .update();
        expectOne(saved, "the checkpoint of the listing of " + listing.key());
    }

    /** Of items whose ids are stored alike the last: a statement can't write one row twice. */
    private static <T> Collection<T> latest(List<T> items, Function<T, String> id) {
        StoredText text = new StoredText();
        Map<@Nullable String, T> latest = new LinkedHashMap<>();
        items.forEach(item -> latest.put(text.of(id.apply(item)), item));
        return latest.values();
    }

    private static List<SqlArrayValue> groupColumns(Collection<StagedGroup> groups, StoredText text) {
        return List.of(
                column(groups, group -> text.of(group.id().value())),
                column(groups, group -> Boolean.toString(group.group() != null)),
                column(groups, described(group -> text.of(group.displayName()))),
                column(groups, described(group -> text.of(group.description()))),
                column(groups, described(group -> ExternalIdsJson.canonical(group.externalIds(), text))),
                column(groups, described(group -> time(group.createdAt()))),
                column(groups, described(group -> text.of(group.createdBy()))),
                column(groups, described(group -> time(group.updatedAt()))),
                column(groups, described(group -> text.of(group.updatedBy()))));
    }

    private static List<SqlArrayValue> userColumns(Collection<User> users, StoredText text) {
        return List.of(
                column(users, user -> text.of(user.id())),
                column(users, user -> text.of(user.userName())),
                column(users, user -> text.of(user.displayName())),
                column(users, user -> text.of(user.email())),
                column(users, user -> status(user.status())),
                column(users, user -> ExternalIdsJson.canonical(user.externalIds(), text)),
                column(users, user -> time(user.createdAt())),
                column(users, user -> text.of(user.createdBy())),
                column(users, user -> time(user.updatedAt())),
                column(users, user -> text.of(user.updatedBy())));
    }

    /** One column of rows as an array: one statement, of one text, takes them all. */
    private static <T> SqlArrayValue column(Collection<T> rows, Function<T, @Nullable String> value) {
        return new SqlArrayValue("text", rows.stream().map(value).toArray());
    }

    private static Function<StagedGroup, @Nullable String> described(Function<Group, @Nullable String> value) {
        return staged -> staged.group() == null ? null : value.apply(staged.group());
    }

    private static @Nullable String status(User.@Nullable Status status) {
        return status == null ? null : status.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Marker marker(@Nullable String value) {
        return value == null ? null : new Marker(value);
    }

    private static @Nullable String value(@Nullable Marker marker) {
        return marker == null ? null : marker.value();
    }

    private static void expectOne(int rows, String what) {
        if (rows != 1) {
            throw new IllegalStateException(what + " is " + rows + " rows, not one");
        }
    }
}
