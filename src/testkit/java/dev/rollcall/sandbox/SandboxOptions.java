package dev.rollcall.sandbox;

import java.util.List;

/**
 * How a sandbox starts.
 *
 * @param port 0 for any free one
 * @param keys the keys that it accepts
 */
public record SandboxOptions(int port, List<AccessKey> keys) {
    public SandboxOptions {
        keys = List.copyOf(keys);
    }

    /** Any free port, {@link Sandbox#LONG_LIVED_KEY} and {@link Sandbox#TEMPORARY_KEY}. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(0, List.of(Sandbox.LONG_LIVED_KEY, Sandbox.TEMPORARY_KEY));
    }
}
