package dev.rollcall.cli;

import dev.rollcall.cli.check.DatabasePreconditions;
import dev.rollcall.database.Database;
import dev.rollcall.database.Migrations;
import dev.rollcall.database.Ownership;
import dev.rollcall.database.Rights;
import dev.rollcall.database.ServerInfo;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.sync.ConnectionBudget;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.BadSqlGrammarException;

/**
 * What must hold of the database before a command works with it. Each method throws a {@link ConfigurationException}, or
 * another of Rollcall's, when it does not hold, and a {@link org.springframework.dao.DataAccessException} when the database can't be reached.
 */
final class Preconditions {
    private static final Logger log = LoggerFactory.getLogger(Preconditions.class);

    private Preconditions() {}

    /**
     * The server will do, and the schema is this program's after what is pending was applied.
     *
     * @return what must hold besides, before sources can be synced
     */
    static DatabasePreconditions migrated(Database database, List<Source> sources) {
        return migrated(database, ConnectionBudget.needed(sources));
    }

    /**
     * The same for a command that opens so many connections.
     *
     * @param connections at once
     */
    static DatabasePreconditions migrated(Database database, int connections) {
        DatabasePreconditions preconditions = DatabasePreconditions.of(database, Version.current());
        preconditions.requireServer(connections);
        if (!preconditions.schema().isCurrent()) {
            int applied = new Migrations(database.unpooled()).migrate();
            log.info("database: {} migrations applied", applied);
        }
        return preconditions;
    }

    /**
     * A source can be changed: the schema is this program's already.
     *
     * @param connections needed at once
     */
    static void current(Database database, int connections, String source) {
        DatabasePreconditions preconditions = DatabasePreconditions.of(database, Version.current());
        preconditions.requireServer(connections);
        new Migrations(database.unpooled()).requireKnown(Version.current()).requireCurrent(Version.current());
        preconditions.requireSchema(List.of(source));
    }

    /**
     * The same for a command that only the owner of the tables may give.
     *
     * @param command its name
     * @param connections needed at once
     * @param sources names given
     */
    static void owned(Database database, String command, int connections, Collection<String> sources) {
        DatabasePreconditions preconditions = DatabasePreconditions.of(database, Version.current());
        preconditions.requireServer(connections);
        Ownership.require(database.pool(), command);
        new Migrations(database.unpooled()).requireKnown(Version.current()).requireCurrent(Version.current());
        preconditions.requireSchema(sources);
    }

    /**
     * The server is there, what is published can be read, and the schema was not made by another state of this
     * program's. For commands that only read: a user who may not see what was migrated passes.
     */
    static void readable(Database database) {
        // Connects once and fails at once, where the pool would try for 30 s. The sessions of a pooler in transaction
        // mode must not get our settings: they are lent to others next.
        ServerInfo.requireSessions(database);
        Rights.requireToRead(database.pool());
        new Migrations(database.pool()).requireUnaltered();
    }

    /**
     * Asks one question of a database that must be {@link #readable}. Whether the user has the rights is looked at when it
     * is refused: to look before takes as long as the question.
     */
    static <T> T answered(Database database, Supplier<T> question) {
        ServerInfo.requireSessions(database);
        new Migrations(database.pool()).requireUnaltered();
        try {
            return question.get();
        } catch (BadSqlGrammarException e) {
            Rights.requireToRead(database.pool());
            throw e;
        }
    }
}
