package dev.rollcall.faults;

import java.util.concurrent.atomic.AtomicInteger;

/** A login in the group role {@code rollcall_writer}. */
final class Login implements AutoCloseable {
    private static final AtomicInteger CREATED = new AtomicInteger();

    private final FaultFixture world;
    private final String name = "login_" + ProcessHandle.current().pid() + "_" + CREATED.incrementAndGet();

    Login(FaultFixture world, String password) {
        this.world = world;
        int unused = world.jdbc()
                .sql("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "' IN ROLE rollcall_writer")
                .update();
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        int unused = world.jdbc().sql("DROP ROLE " + name).update();
    }
}
