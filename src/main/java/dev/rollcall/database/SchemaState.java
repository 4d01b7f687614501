package dev.rollcall.database;

import dev.rollcall.directory.ConfigurationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the database's schema relates to this program's.
 *
 * @param current the version of the schema; null when there is none
 * @param pending versions, and descriptions of repeatable migrations, that are not applied yet
 * @param altered versions that this program knows and that were applied with another text: no migration leads from
 *     there to this program's schema
 * @param newer versions applied that this program does not know: a newer program made them, and this one must not write
 * @param skipped versions that were never applied, though later ones were
 * @param failed versions that began and did not end
 */
public record SchemaState(
        @Nullable String current,
        List<String> pending,
        List<String> altered,
        List<String> newer,
        List<String> skipped,
        List<String> failed) {
    public SchemaState {
        pending = List.copyOf(pending);
        altered = List.copyOf(altered);
        newer = List.copyOf(newer);
        skipped = List.copyOf(skipped);
        failed = List.copyOf(failed);
    }

    /** Whether the schema is the one this program knows. */
    public boolean isCurrent() {
        return pending.isEmpty() && altered.isEmpty() && newer.isEmpty() && skipped.isEmpty() && failed.isEmpty();
    }

    /** What is left to migrate, in words. */
    public String pendingText() {
        return current == null
                ? "the schema is not there yet"
                : "migrations " + String.join(", ", pending) + " of the schema are pending";
    }

    /**
     * The schema was not made by another state of this program's.
     *
     * @param altered versions that were applied with another text
     * @throws ConfigurationException when there are some
     */
    static void requireNoneAltered(List<String> altered) {
        if (!altered.isEmpty()) {
            throw new ConfigurationException(
                    "database: it was made by another state of the schema before 0.2.0 (version "
                            + String.join(", ", altered)
                            + " has another text), which no migration leads on from: start with a new, empty database");
        }
    }

    /**
     * The schema is this program's, or migrations lead from it to this program's.
     *
     * @throws ConfigurationException when it is altered or newer, or its list of migrations is not whole
     */
    public void requireKnown(String programVersion) {
        requireNoneAltered(altered);
        if (!newer.isEmpty()) {
            throw new ConfigurationException("database: its schema has version " + String.join(", ", newer)
                    + ", which a newer Rollcall made and this one, " + programVersion
                    + ", does not know: use the newer one");
        }
        if (!failed.isEmpty()) {
            // PostgreSQL rolls a failed migration back, and its row with it.
            throw new ConfigurationException("database: its list of migrations says that " + String.join(", ", failed)
                    + " failed, which Rollcall never writes: restore the database from a backup, or, where the schema is"
                    + " whole without it, run as its owner: DELETE FROM batch.schema_history WHERE NOT success");
        }
        if (!skipped.isEmpty()) {
            throw new ConfigurationException("database: its list of migrations lacks " + String.join(", ", skipped)
                    + ", though later ones are applied: restore the table batch.schema_history from a backup, or start"
                    + " with a new, empty database");
        }
    }

    /**
     * The schema is this program's.
     *
     * @throws ConfigurationException when it is not
     */
    public void requireCurrent(String programVersion) {
        requireKnown(programVersion);
        if (!isCurrent()) {
            throw new ConfigurationException("database: " + pendingText() + ": run 'rollcall migrate'");
        }
    }
}
