package dev.rollcall.bench;

import dev.rollcall.sandbox.PreparedSandbox;
import dev.rollcall.sandbox.Shape;
import java.nio.file.Path;

/**
 * A directory that the provider serves.
 *
 * @param pages the least number of requests that read it
 */
record PreparedDirectory(String name, String id, Shape shape, Path file, int pages) {
    private static final int PAGE_SIZE = 100;
    private static final long SEED = 11;

    /** Prepares the answers, unless they are prepared already. */
    static PreparedDirectory prepare(Path folder, String name, int number, Shape shape) {
        String id = "d-%010x".formatted(number);
        Path file = folder.resolve("pages")
                .resolve("%s-%d-%d-%d-%d"
                        .formatted(name, shape.groups(), shape.memberships(), shape.largest(), shape.users()));
        return new PreparedDirectory(name, id, shape, file, PreparedSandbox.prepare(file, id, shape, SEED, PAGE_SIZE));
    }

    /** The pages of its longest listing of members, or of its users if that is longer. */
    int longestChain() {
        return (Math.max(shape.largest(), shape.users()) + PAGE_SIZE - 1) / PAGE_SIZE;
    }
}
