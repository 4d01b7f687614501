package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.Migrations;
import dev.rollcall.database.ServerInfo;
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
    private final CommandContext context;

    MigrateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1)) {
            ServerInfo.of(database).requireSupported();
            Migrations migrations = new Migrations(database.unpooled());
            migrations.state().requireKnown(Version.current());
            int applied = migrations.migrate();
            context.out()
                    .println("schema version " + migrations.state().current() + ": "
                            + (applied == 0 ? "nothing was pending" : applied + " migrations applied"));
            return ExitCodes.OK;
        }
    }
}
