package dev.rollcall.store.staging;

import dev.rollcall.database.OutsideTransaction;
import dev.rollcall.database.RowCount;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.staging.ListingChunk.Checkpoint;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The checkpoints of one listing, of which a snapshot has one. Safe for use by several threads. */
final class ListingCheckpoints {
    private static final String SAVE = """
            INSERT INTO staging.listing_checkpoint AS c (snapshot, listing, reading, marker, complete, pages, items,
                requests, retries, throttles, replaced_characters)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (snapshot, listing) DO UPDATE SET
                reading = excluded.reading, marker = excluded.marker, complete = excluded.complete,
                pages = c.pages + excluded.pages,
                items = CASE WHEN c.reading = excluded.reading THEN c.items ELSE 0 END + excluded.items, read_at = excluded.read_at,
                requests = c.requests + excluded.requests, retries = c.retries + excluded.retries,
                throttles = c.throttles + excluded.throttles,
                replaced_characters = c.replaced_characters + excluded.replaced_characters
            """;

    private final String listing;
    private final JdbcClient jdbc;
    private final JdbcClient outside;

    /** @param listing its name in {@code staging.listing_checkpoint} */
    ListingCheckpoints(String listing, DataSource dataSource) {
        this.listing = listing;
        this.jdbc = JdbcClient.create(dataSource);
        this.outside = OutsideTransaction.of(dataSource);
    }

    /** Where the listing stands; read outside the caller's transaction. */
    Checkpoint find(long snapshot) {
        return outside.sql("""
                        SELECT reading, marker, complete FROM staging.listing_checkpoint
                        WHERE snapshot = ? AND listing = ?
                        """)
                .params(snapshot, listing)
                .query((row, n) ->
                        new Checkpoint(row.getInt("reading"), MarkerColumn.read(row), row.getBoolean("complete")))
                .optional()
                .orElse(Checkpoint.START);
    }

    /**
     * Saves, in the caller's transaction, where the listing stands after a chunk.
     *
     * @param text that cleaned the chunk's texts
     */
    void save(FencingToken token, ListingChunk<?> chunk, StoredText text) {
        Checkpoint after = chunk.after();
        RequestCounts requests = chunk.requests();
        int saved = jdbc.sql(SAVE)
                .params(token.snapshot(), listing, after.reading())
                .param(MarkerColumn.value(after.marker()))
                .params(after.complete(), chunk.pages(), chunk.items().size())
                .params(requests.requests(), requests.retries(), requests.throttles(), text.replaced())
                .update();
        RowCount.expectOne(saved, "saving the checkpoint of the listing of " + listing);
    }
}
