package dev.rollcall.source;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.SafeText;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The section {@code scope} of a job file. */
final class ScopeSection {
    private static final String IDS = "group-ids";
    private static final String IDS_FILE = "group-ids-file";
    private static final String EXPECTED = "group ids of 1 to " + GroupId.MAX_LENGTH + " characters without spaces";
    private static final int MAX_BYTES = 16 << 20;

    private final Section section;

    static Source.Scope read(Section root) {
        return new ScopeSection(root.section("scope", List.of(IDS, IDS_FILE))).read();
    }

    private ScopeSection(Section section) {
        this.section = section;
    }

    private Source.Scope read() {
        List<String> listed = section.texts(IDS, EXPECTED);
        Path idsFile = section.path(IDS_FILE);
        if (listed != null && idsFile != null) {
            throw section.error(IDS_FILE, "expected exactly one of group-ids and group-ids-file, found both");
        }
        if (listed != null) {
            return scope(IDS, listed(listed));
        }
        return idsFile == null ? new Source.AllGroups() : scope(IDS_FILE, fromFile(idsFile));
    }

    private Source.Scope scope(String key, Set<GroupId> ids) {
        if (ids.isEmpty()) {
            throw section.error(key, "expected at least one group id, found none; without scope, every group is read");
        }
        return new Source.GroupIds(List.copyOf(ids));
    }

    private Set<GroupId> listed(List<String> texts) {
        Set<GroupId> ids = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            GroupId id = groupId(texts.get(i));
            if (id == null) {
                throw section.error(section.itemLine(IDS, i), IDS, "expected " + EXPECTED + found(texts.get(i)));
            }
            ids.add(id);
        }
        return ids;
    }

    private Set<GroupId> fromFile(Path list) {
        String where = section.where(IDS_FILE) + ": " + SafeText.masked(list.toString());
        Set<GroupId> ids = new LinkedHashSet<>();
        int number = 0;
        for (String line :
                (Iterable<String>) TextFile.read(list, MAX_BYTES, where).lines()::iterator) {
            number++;
            int comment = line.indexOf('#');
            String text = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (text.isEmpty()) {
                continue;
            }
            GroupId id = groupId(text);
            if (id == null) {
                throw new ConfigurationException(where + ":" + number + ": expected " + EXPECTED + found(text));
            }
            ids.add(id);
        }
        return ids;
    }

    private static @Nullable GroupId groupId(String text) {
        boolean valid = text.length() <= GroupId.MAX_LENGTH
                && SafeText.isSafe(text)
                && text.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
        return valid ? new GroupId(text) : null;
    }

    /** Does not show what may be a secret: somebody may have named the wrong file. */
    private static String found(String text) {
        return Secrets.accessKeyIn(text) >= 0 || Secrets.isSecretInPlaceOfPath(text)
                ? ", found what looks like a secret"
                : ", found " + SafeText.quoted(text);
    }
}
