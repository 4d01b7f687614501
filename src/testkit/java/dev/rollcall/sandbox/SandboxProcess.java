package dev.rollcall.sandbox;

import java.util.List;
import java.util.Locale;

/**
 * A sandbox as a process of its own. Arguments, each {@code NAME=VALUE}:
 *
 * <ul>
 *   <li>{@code port=N}; without it any free one
 *   <li>{@code store=ID,aws|huawei,SEED,SHAPE}, any number of them; SHAPE as in {@link Shape#parse}
 *   <li>{@code end=with-parent}: ends when the process that started it does
 * </ul>
 */
final class SandboxProcess {
    private SandboxProcess() {}

    static void run(String[] args) throws InterruptedException {
        int port = 0;
        for (String arg : args) {
            port = arg.startsWith("port=") ? Integer.parseInt(arg.substring("port=".length())) : port;
        }
        try (Sandbox sandbox =
                Sandbox.start(new SandboxOptions(port, SandboxOptions.defaults().keys()))) {
            for (String arg : args) {
                apply(sandbox, arg);
            }
            System.out.println(sandbox.endpoint());
            sandbox.join();
        }
    }

    private static void apply(Sandbox sandbox, String arg) {
        List<String> parts = List.of(arg.split("=", 2));
        switch (parts.get(0)) {
            case "port" -> {}
            case "store" -> {
                List<String> store = List.of(parts.get(1).split(",", 4));
                Cloud cloud = Cloud.valueOf(store.get(1).toUpperCase(Locale.ROOT));
                long seed = Long.parseLong(store.get(2));
                sandbox.addStore(store.get(0), SandboxDirectory.generate(seed, Shape.parse(store.get(3)), cloud));
            }
            case "end" -> endWithParent(sandbox);
            default -> throw new IllegalArgumentException("expected port=, store= or end=, not " + arg);
        }
    }

    private static void endWithParent(Sandbox sandbox) {
        ProcessHandle parent = ProcessHandle.current()
                .parent()
                .orElseThrow(() -> new IllegalStateException("the parent has ended already"));
        var unused = parent.onExit().thenRun(sandbox::close);
    }
}
