package dev.rollcall.cli.text;

import dev.rollcall.directory.SafeText;
import dev.rollcall.store.publish.GuardReport;
import java.util.ArrayList;
import java.util.List;

/** What the guard holds back, for the person who may consent. */
final class GuardText {
    private GuardText() {}

    /** @param dryRun leaves out the command that consents: nothing is staged to consent to */
    static List<String> of(String source, GuardReport guard, boolean dryRun, Names names) {
        List<String> lines = new ArrayList<>();
        guard.trips().forEach(trip -> lines.add("  " + SafeText.of(trip)));
        lines.add("  would be removed: memberships " + guard.memberships() + ", groups " + guard.groups()
                + (guard.users() == null ? "" : ", users " + guard.users()));
        if (guard.groupsOutOfScope() > 0) {
            lines.add(
                    "  " + guard.groupsOutOfScope()
                            + " of these groups are no longer in the scope of the job file; the others are gone at the provider");
        }
        guard.examples().forEach(example -> lines.add("  " + line(example, names)));
        if (!dryRun) {
            lines.add("  if the identity store really is so, publish what was read:");
            lines.add("    " + consent(source, guard));
        }
        return lines;
    }

    /** The command that publishes the guarded snapshot. */
    static String consent(String source, GuardReport guard) {
        return "rollcall sync " + source + " --accept-removals=" + guard.snapshot();
    }

    private static String line(GuardReport.Example example, Names names) {
        return "e.g. " + names.of(example.name(), "group without a name") + " (" + SafeText.of(example.groupId())
                + "): loses " + example.removed() + " of " + example.members() + " members"
                + (example.gone() ? ", the group itself would go" : "");
    }
}
