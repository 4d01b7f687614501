package dev.rollcall.postgres;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The variables by which a process of Rollcall finds its database. */
public final class DatabaseEnvironment {
    private DatabaseEnvironment() {}

    public static Map<String, String> of(String url, @Nullable String user, @Nullable String password) {
        return Map.of(
                "ROLLCALL_DB_URL", url,
                "ROLLCALL_DB_USER", String.valueOf(user),
                "ROLLCALL_DB_PASSWORD", Objects.requireNonNullElse(password, ""));
    }
}
