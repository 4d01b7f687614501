package dev.rollcall.store.staging;

import dev.rollcall.directory.User;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencingToken;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** Stages the listing of users: rows and its checkpoint. Safe for use by several threads. */
public final class UserStaging {
    private static final String STAGE = """
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
    private final ListingCheckpoints checkpoints;
    private final Fence fence;

    public UserStaging(DataSource dataSource, Fence fence) {
        this.jdbc = JdbcClient.create(dataSource);
        this.checkpoints = new ListingCheckpoints("users", dataSource);
        this.fence = fence;
    }

    /** Where the listing stands; read outside the caller's transaction. */
    public ListingChunk.Checkpoint checkpoint(long snapshot) {
        return checkpoints.find(snapshot);
    }

    /**
     * Stages pages of the listing, in the caller's transaction.
     *
     * @throws dev.rollcall.store.source.FencedException when a later run took the source
     */
    public void stage(FencingToken token, ListingChunk<User> chunk) {
        fence.requireCurrent(token);
        StoredText text = new StoredText();
        jdbc.sql(STAGE)
                .params(token.snapshot(), chunk.after().reading())
                .params(columns(new ChunkRows<>(chunk.items(), User::id), text))
                .update();
        checkpoints.save(token, chunk, text);
    }

    private static List<SqlArrayValue> columns(ChunkRows<User> users, StoredText text) {
        return List.of(
                users.column(user -> text.of(user.id())),
                users.column(user -> text.of(user.userName())),
                users.column(user -> text.of(user.displayName())),
                users.column(user -> text.of(user.email())),
                users.column(user -> status(user.status())),
                users.column(user -> ExternalIdsJson.canonical(user.externalIds(), text)),
                users.times(User::createdAt),
                users.column(user -> text.of(user.createdBy())),
                users.times(User::updatedAt),
                users.column(user -> text.of(user.updatedBy())));
    }

    private static @Nullable String status(User.@Nullable Status status) {
        return status == null ? null : status.name().toLowerCase(Locale.ROOT);
    }
}
