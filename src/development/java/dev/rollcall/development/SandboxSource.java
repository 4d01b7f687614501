package dev.rollcall.development;

import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.List;

/**
 * A directory of the sandbox and the name of its source.
 *
 * @param seed of the directory and its daily changes
 * @param shape of the directory before the first day
 */
record SandboxSource(String name, Cloud cloud, long seed, Shape shape) {
    static final List<SandboxSource> ALL = List.of(
            new SandboxSource("sandbox-aws", Cloud.AWS, 11, Shape.of(240, 8_000, 700)),
            new SandboxSource("sandbox-huawei", Cloud.HUAWEI, 12, Shape.of(120, 4_000, 350)));

    String storeId() {
        return cloud.storeId();
    }

    /** The directory on that day: always the same, after a small change on each day up to it. */
    SandboxDirectory directory(int day) {
        SandboxDirectory directory = SandboxDirectory.generate(seed, shape, cloud);
        for (int past = 1; past <= day; past++) {
            directory.change(1_000 * seed + past);
        }
        return directory;
    }
}
