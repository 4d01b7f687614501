package dev.rollcall.cli;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.store.retention.Vacuum;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;

/** Work on the past of sources, with the rights of the owner of the tables; says what it is at when that takes long. */
final class OwnersWork implements AutoCloseable {
    private static final int POOL = 2;

    /** The source's lock, and what is read or vacuumed without a limit. */
    private static final int OTHERS = 2;

    private final CommandContext context;
    private final Database database;
    private final SlowWorkNotice notice;

    private OwnersWork(CommandContext context, Database database) {
        this.context = context;
        this.database = database;
        this.notice = new SlowWorkNotice(context);
    }

    /**
     * Connects; the caller closes it.
     *
     * @param command its name
     * @param sources names given
     * @throws dev.rollcall.directory.ConfigurationException when the user isn't the owner, or the database isn't ready
     */
    static OwnersWork begin(CommandContext context, String command, Collection<String> sources) {
        sources.forEach(SourceChange::requireName);
        Database database = new Database(DatabaseSettings.from(context.environment()), POOL);
        try {
            Preconditions.owned(database, command, POOL + OTHERS, sources);
            return new OwnersWork(context, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Works while no run holds the source. What its finished snapshots left in staging, and Spring Batch keeps of them,
     * is dropped first.
     *
     * @param work must not return null
     * @throws dev.rollcall.directory.ConfigurationException when there is no source of that name
     * @throws dev.rollcall.store.source.SourceBusyException when another run holds it
     */
    <T> T with(String name, Function<HeldSource, T> work) {
        try (HeldSource source = HeldSource.take(database, name)) {
            notice.begin("dropping what the snapshots of source " + name + " left in staging");
            source.dropLeftovers(context.stopping());
            return work.apply(source);
        }
    }

    /** Reads in one transaction; the caller closes it. */
    ReadSession read() {
        return ReadSession.open(database);
    }

    /** @throws UnfinishedException when it fails: what was done before stays done */
    void vacuum(HeldSource source, List<Vacuum.Table> tables) {
        try {
            new Vacuum(database.unpooled(), source.number(), source.epoch())
                    .of(tables, table -> notice.begin("taking out of " + table + " and its statistics what is gone"));
        } catch (DataAccessException e) {
            throw new UnfinishedException(
                    "a table could not be vacuumed: "
                            + ErrorTranslator.translate(e).getMessage(),
                    "run the same again: until then the planner's statistics, which readers may read, can quote what is"
                            + " gone from the tables",
                    e);
        }
    }

    SlowWorkNotice notice() {
        return notice;
    }

    @Override
    public void close() {
        notice.close();
        database.close();
    }
}
