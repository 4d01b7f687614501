package dev.rollcall.source;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A provider that is known by its words alone. */
record KnownProvider(String name, Pattern identityStoreId, int defaultRequestsPerSecond, Set<String> credentialKeys)
        implements Provider {
    static final List<Provider> ALL = List.of(
            new KnownProvider(
                    "aws",
                    Pattern.compile("d-[0-9a-f]{10}"),
                    15,
                    Set.of(
                            "profile",
                            "role-arn",
                            "external-id",
                            "role-session-name",
                            "access-key-file",
                            "secret-key-file",
                            "security-token-file")),
            new KnownProvider(
                    "huawei",
                    Pattern.compile("[0-9a-zA-Z-]{1,36}"),
                    10,
                    Set.of("profile", "project-id", "access-key-file", "secret-key-file", "security-token-file")));

    @Override
    public Directory open(DirectorySettings settings) {
        throw new UnsupportedOperationException("job files open no identity store");
    }
}
