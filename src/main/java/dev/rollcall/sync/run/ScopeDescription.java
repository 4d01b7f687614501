package dev.rollcall.sync.run;

import dev.rollcall.source.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A snapshot's scope in words for readers, which differ whenever the groups asked for do. */
final class ScopeDescription {
    private ScopeDescription() {}

    static String of(Source.Scope scope) {
        if (!(scope instanceof Source.GroupIds listed)) {
            return "all";
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            listed.ids().forEach(id -> digest.update((id.value() + "\n").getBytes(StandardCharsets.UTF_8)));
            return listed.ids().size() + " group ids, SHA-256 " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
