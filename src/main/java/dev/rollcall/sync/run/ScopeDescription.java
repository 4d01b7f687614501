package dev.rollcall.sync.run;

import dev.rollcall.directory.TextDigest;
import dev.rollcall.source.Source;
import java.util.stream.Collectors;

/** A snapshot's scope in words for readers, which differ whenever the groups asked for do. */
final class ScopeDescription {
    private ScopeDescription() {}

    static String of(Source.Scope scope) {
        if (!(scope instanceof Source.GroupIds listed)) {
            return "all";
        }
        String lines = listed.ids().stream().map(id -> id.value() + "\n").collect(Collectors.joining());
        return listed.ids().size() + " group ids, SHA-256 " + TextDigest.sha256Hex(lines);
    }
}
