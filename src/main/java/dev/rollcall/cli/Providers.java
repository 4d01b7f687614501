package dev.rollcall.cli;

import dev.rollcall.directory.Provider;
import dev.rollcall.directory.aws.AwsProvider;
import dev.rollcall.directory.huawei.HuaweiProvider;
import java.util.List;

/** The kinds of identity store that Rollcall reads: one line each. */
public final class Providers {
    static final List<Provider> ALL = List.of(
            new AwsProvider(), //
            new HuaweiProvider());

    private Providers() {}

    /** The one of that name, which a job file's check has found to be there. */
    public static Provider named(String name) {
        return ALL.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no provider " + name));
    }
}
