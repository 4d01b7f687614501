package dev.rollcall.store;

import dev.rollcall.database.TestDatabase;

/** Fresh databases that are migrated already: copies of one, made when first asked for. */
public final class MigratedDatabase {
    private MigratedDatabase() {}

    /** Creates a database with the schema and no rows; the caller closes it. */
    public static TestDatabase create() {
        return Template.MIGRATED.copy();
    }

    private static final class Template {
        static final TestDatabase MIGRATED = migrated();

        private static TestDatabase migrated() {
            TestDatabase database = TestDatabase.create();
            int unused = new Migrations(database.dataSource()).migrate();
            return database;
        }
    }
}
