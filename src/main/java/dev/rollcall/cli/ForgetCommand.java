package dev.rollcall.cli;

import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.directory.SafeText;
import dev.rollcall.store.retention.PersonalTexts;
import dev.rollcall.store.retention.UserForgetting;
import dev.rollcall.store.retention.Vacuum;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Overwrites a user's personal attributes in all history. */
@Command(
        name = "forget",
        description = "Overwrites a user's names, e-mail address and external ids in all history, for good.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Run it as the owner of the schemas, once the user is gone from the identity",
            "store and a sync has published that. Ids, memberships and events stay, without",
            "the texts; 'rollcall verify' holds, and a link of the chain tells who forgot",
            "whom. The command names what it can't reach. Look with --dry-run first.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, or the next sync would",
            "bring the texts back, 5 another run holds the source.",
            "",
            "Example: rollcall forget acme --user 906700c3-11b4 --principals --dry-run"
        })
final class ForgetCommand implements Callable<Integer> {
    private static final String UNREACHED = """
            Not reached, and yours to look after: backups; the write-ahead log, its archive and replicas that are behind;
            unused space in the database's files until it is used again; the server's logs; files given away, such as
            exports, reports and packs of evidence; names and descriptions of groups; who consented, forgot or pruned, in
            the chain; and the identity store itself.\
            """;

    private static final List<Vacuum.Table> TABLES = List.of(
            Vacuum.Table.USERS,
            Vacuum.Table.MEMBER_KEYS,
            Vacuum.Table.PRINCIPALS,
            Vacuum.Table.LAST_RUNS,
            Vacuum.Table.GAPS,
            Vacuum.Table.STAGED_USERS,
            Vacuum.Table.STAGED_GROUPS,
            Vacuum.Table.STAGED_MEMBERSHIPS,
            Vacuum.Table.STAGED_CHECKPOINTS,
            Vacuum.Table.NOTICES,
            Vacuum.Table.JOBS,
            Vacuum.Table.STEPS);

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "Its name.")
    private String source = "";

    @Option(names = "--user", paramLabel = "ID", required = true, description = "The provider's id of the user.")
    private String user = "";

    @Option(
            names = "--principals",
            description = "Forget the names too of who created or updated something, where these hold a name of the"
                    + " user. Those that what is current has stay. Only with the first forgetting: later nobody knows"
                    + " the names any more.")
    private boolean principals;

    @Option(names = "--dry-run", description = "Show what would be overwritten, and change nothing.")
    private boolean dryRun;

    ForgetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (OwnersWork work = OwnersWork.begin(context, "forget", List.of(source))) {
            if (dryRun) {
                show(work);
            } else {
                forget(work);
            }
        }
        return ExitCodes.OK;
    }

    private void forget(OwnersWork work) {
        tell(work.with(source, held -> {
            work.notice()
                    .begin("forgetting a user of source " + source + ", which waits while another session holds it");
            UserForgetting forgetting = new UserForgetting(held.pool());
            UserForgetting.Forgotten forgotten = held.inTransaction(
                    () -> forgetting.forget(held.number(), source, user, principals, CurrentUser.name()));
            // Also of who is forgotten already: an interrupted call may have come so far.
            work.vacuum(held, TABLES);
            return forgotten;
        }));
    }

    private void tell(UserForgetting.Forgotten forgotten) {
        PersonalTexts texts = forgotten.texts();
        String link = forgotten.link();
        if (link == null) {
            context.out().println(named() + ": there is nothing left to forget");
        } else {
            context.out().println(named() + " is forgotten in " + periods(texts));
            context.out().println("  chain: " + link);
            tellMessages(texts, "taken out of");
            tellPrincipals(texts.principals());
        }
        context.out().println(UNREACHED);
    }

    private void tellMessages(PersonalTexts texts, String how) {
        if (texts.messages() > 0) {
            context.out().println("  " + how + " messages of runs, gaps and notices: " + texts.messages());
        }
    }

    /** In numbers: what is printed here may be kept. */
    private void tellPrincipals(List<PersonalTexts.Principal> found) {
        long stay = found.stream().filter(PersonalTexts.Principal::stays).count();
        if (principals) {
            context.out()
                    .println("  names of principals: " + (found.size() - stay) + " forgotten, " + stay
                            + " left since what is current or staged has them");
        }
    }

    private void show(OwnersWork work) {
        try (ReadSession session = work.read()) {
            work.notice().begin("looking for the texts of a user of source " + source);
            String name = new KnownSources(session).named(List.of(source)).get(0);
            int number = session.jdbc()
                    .sql("SELECT id FROM directory.source WHERE name = ?")
                    .param(name)
                    .query(Integer.class)
                    .single();
            PersonalTexts texts = new UserForgetting(session.dataSource()).find(number, name, user, principals);
            if (texts.periods() == 0) {
                context.out().println(named() + ": there is nothing left to forget");
                return;
            }
            context.out().println(named() + ", " + periods(texts) + ", would be forgotten:");
            texts.texts().forEach(text -> context.out().println("  " + text.kind() + ": " + SafeText.of(text.text())));
            tellMessages(texts, "in");
            texts.principals().forEach(principal -> context.out().println("  " + line(principal)));
            context.out().println("dry run, nothing is changed");
        }
    }

    private String named() {
        return "user " + SafeText.quoted(user) + " of source " + source;
    }

    private static String periods(PersonalTexts texts) {
        return String.format(Locale.ROOT, "%,d %s", texts.periods(), texts.periods() == 1 ? "period" : "periods");
    }

    private static String line(PersonalTexts.Principal principal) {
        return "principal" + (principal.stays() ? ", which stays since what is current or staged has it: " : ": ")
                + SafeText.of(principal.name());
    }
}
