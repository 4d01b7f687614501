package dev.rollcall.cli.text;

import dev.rollcall.directory.SafeText;
import dev.rollcall.store.publish.GroupDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the differences of one source, given in order, as lines: a group, then who joins ({@code +}), leaves ({@code -}),
 * is known from now on ({@code =}) or no longer in the scope ({@code /}).
 */
public final class DifferenceText {
    private final Names names;
    private boolean begun;
    private @Nullable String group;

    public DifferenceText(Names names) {
        this.names = names;
    }

    /** The lines that the next difference adds. */
    public List<String> of(GroupDifference difference) {
        List<String> lines = new ArrayList<>();
        boolean aboutGroup = difference.memberId() == null;
        if (aboutGroup || !begun || !Objects.equals(group, difference.groupId())) {
            lines.add(heading(difference, aboutGroup));
            begun = true;
            group = difference.groupId();
        }
        if (!aboutGroup) {
            lines.add(sign(difference.kind()) + " " + name(difference));
        }
        return lines;
    }

    private String heading(GroupDifference difference, boolean aboutGroup) {
        if (difference.groupId() == null) {
            return "users";
        }
        String heading = names.of(difference.groupName(), "group without a name") + " ("
                + SafeText.of(difference.groupId()) + ")";
        return aboutGroup ? heading + ": group " + event(difference.kind()) : heading;
    }

    private static String event(String kind) {
        return switch (kind) {
            case "group-known" -> "known from now on";
            case "group-unscoped" -> "no longer in the scope";
            default -> kind.replaceFirst("^group-", "");
        };
    }

    private static String sign(String kind) {
        return switch (kind) {
            case "member-joined", "user-created" -> "+";
            case "member-left", "user-deleted" -> "-";
            case "member-known", "user-known" -> "=";
            case "member-unscoped" -> "/";
            default -> "~";
        };
    }

    private String name(GroupDifference difference) {
        return names.of(difference.memberName(), difference.memberType() + " " + difference.memberId());
    }
}
