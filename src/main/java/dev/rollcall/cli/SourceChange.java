package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.UnpublishedSources;
import java.util.function.Consumer;

/**
 * Changes a source that the database knows, in one transaction, while no run holds it. Then drops what its snapshots
 * left in staging: a source that is retired has no next run to do it.
 */
final class SourceChange {
    private static final int CONNECTIONS = 2;

    /** The connections that hold locks: the source's, and that of a source which gives way. */
    private static final int LOCKS = 2;

    private final CommandContext context;

    SourceChange(CommandContext context) {
        this.context = context;
    }

    /** What is to be done, within the transaction. */
    interface Change {
        void to(HeldSource source, SlowWorkNotice notice);
    }

    void change(String name, Change change) {
        change(name, unpublished -> {}, change);
    }

    /** @param before called before the transaction, while the source's lock is held */
    void change(String name, Consumer<UnpublishedSources> before, Change change) {
        requireName(name);
        try (Database database = new Database(DatabaseSettings.from(context.environment()), CONNECTIONS);
                SlowWorkNotice notice = new SlowWorkNotice(context)) {
            Preconditions.current(database, CONNECTIONS + LOCKS, name);
            try (HeldSource source = HeldSource.take(database, name)) {
                before.accept(source.unpublished());
                notice.begin("changing source " + name + ", which waits while another session holds it");
                boolean unused = source.inTransaction(() -> {
                    change.to(source, notice);
                    return true;
                });
                notice.begin("dropping what the snapshots of source " + name + " left in staging");
                source.dropLeftovers(context.stopping());
            }
        }
    }

    static void requireName(String name) {
        if (!Source.NAME.matcher(name).matches()) {
            throw new ConfigurationException("'" + name
                    + "' is no source's name: 1 to 63 small letters, digits and hyphens, not first a hyphen");
        }
    }
}
