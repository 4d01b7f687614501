package dev.rollcall.cli;

import dev.rollcall.cli.check.DatabasePreconditions;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings the schema to this program's version. */
@Command(
        name = "migrate",
        description = "Applies pending migrations of the database's schema.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Its database user must own the schemas, or may create them; it also creates",
            "the group roles rollcall_writer and rollcall_reader where it may.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration.",
            "",
            "Example: ROLLCALL_DB_USER=owner rollcall migrate"
        })
final class MigrateCommand implements Callable<Integer> {
    /** One migrates, another looks whom it waits for. */
    private static final int CONNECTIONS = 2;

    private final CommandContext context;

    MigrateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, CONNECTIONS);
                SlowWorkNotice notice = new SlowWorkNotice(context)) {
            notice.begin("looking at the database's schema");
            DatabasePreconditions.of(database, Version.current()).requireServer(CONNECTIONS);
            Migrations migrations = new Migrations(database.unpooled());
            migrations.requireMigrator(Version.current());
            notice.begin("applying what is pending of the schema");
            int applied = migrations.migrate();
            context.out()
                    .println("schema version " + migrations.state().current() + ": "
                            + (applied == 0 ? "nothing was pending" : applied + " migrations applied"));
            return ExitCodes.OK;
        }
    }
}
