package dev.rollcall.cli;

import dev.rollcall.directory.Provider;
import dev.rollcall.directory.aws.AwsProvider;
import dev.rollcall.directory.huawei.HuaweiProvider;
import dev.rollcall.directory.wire.Network;
import java.util.List;
import java.util.Map;

/** The kinds of identity store that Rollcall reads: one line each. */
final class Providers {
    private Providers() {}

    /** @param environment is looked at by directories that are opened */
    static List<Provider> of(Map<String, String> environment) {
        return of(new Network(environment));
    }

    /** @param network the way to the providers, which directories that are opened look at */
    static List<Provider> of(Network network) {
        return List.of(
                new AwsProvider(network), //
                new HuaweiProvider(network));
    }

    /** The provider of a job file, which has been checked to name one. */
    static Provider named(String name, Map<String, String> environment) {
        return of(environment).stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no provider " + name));
    }
}
