package dev.rollcall.cli;

import dev.rollcall.directory.Provider;
import dev.rollcall.directory.aws.AwsProvider;
import dev.rollcall.directory.huawei.HuaweiProvider;
import java.util.List;

/** The kinds of identity store that Rollcall reads: one line each. */
final class Providers {
    static final List<Provider> ALL = List.of(
            new AwsProvider(), //
            new HuaweiProvider());

    private Providers() {}

    /** The provider of a job file, which has been checked to name one. */
    static Provider named(String name) {
        return ALL.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no provider " + name));
    }
}
