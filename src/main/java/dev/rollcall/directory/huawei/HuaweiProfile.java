package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.FileReplacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys in a section of the vendor's credentials file, read before every request; the same instance while the section
 * is the same. The format is that of the SDK's own reader, which takes only sections whose names begin with {@code
 * basic} or {@code global}.
 */
final class HuaweiProfile implements Supplier<BasicCredentials> {
    private static final Pattern SECTION = Pattern.compile("\\s*\\[([^\\]]+)\\]\\s*");
    private static final Pattern ENTRY = Pattern.compile("\\s*([^\\s=#]+)\\s*=\\s*(\\S+)\\s*");

    private final FileReplacement replacement = new FileReplacement();
    private final Path file;
    private final String section;
    private Map<String, String> entries = Map.of();
    private @Nullable BasicCredentials keys;

    HuaweiProfile(Path file, String section) {
        this.file = file;
        this.section = section;
    }

    @Override
    public BasicCredentials get() {
        return replacement.read(this::current);
    }

    private BasicCredentials current() {
        Map<String, String> now = entries();
        if (keys == null || !now.equals(entries)) {
            keys = keys(now);
            entries = now;
        }
        return keys;
    }

    private BasicCredentials keys(Map<String, String> now) {
        BasicCredentials made =
                new BasicCredentials().withProjectId(now.get("project_id")).withIamEndpoint(now.get("iam_endpoint"));
        if (now.containsKey("idp_id") && now.containsKey("id_token_file")) {
            return made.withIdpId(now.get("idp_id")).withIdTokenFile(now.get("id_token_file"));
        }
        String accessKey = now.get("ak");
        String secretKey = now.get("sk");
        if (accessKey == null || secretKey == null) {
            throw new CredentialsException(
                    "credentials: profile: section [" + section + "] of " + file
                            + " has neither ak and sk nor idp_id and id_token_file",
                    null);
        }
        now.forEach((name, value) ->
                HuaweiCredentials.check("profile: " + name + " of [" + section + "] of " + file, value));
        return made.withAk(accessKey).withSk(secretKey).withSecurityToken(now.get("security_token"));
    }

    private Map<String, String> entries() {
        Map<String, String> found = new HashMap<>();
        boolean inside = false;
        boolean seen = false;
        for (String line : lines()) {
            Matcher header = SECTION.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (header.matches()) {
                inside = header.group(1).strip().equals(section);
                seen |= inside;
            } else if (inside && entry.matches()) {
                found.put(entry.group(1), entry.group(2));
            }
        }
        if (!seen) {
            throw new CredentialsException("credentials: profile: " + file + " has no section [" + section + "]", null);
        }
        return found;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CredentialsException(
                    "credentials: profile: cannot read " + file + " ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }
}
