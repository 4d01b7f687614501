package dev.rollcall.faults;

import dev.rollcall.fixture.SandboxFixture;
import java.util.concurrent.atomic.AtomicInteger;

/** A login in the group role {@code rollcall_writer}. */
final class WriterLogin implements AutoCloseable {
    private static final AtomicInteger CREATED = new AtomicInteger();

    private final SandboxFixture fixture;
    private final String name = "login_" + ProcessHandle.current().pid() + "_" + CREATED.incrementAndGet();

    WriterLogin(SandboxFixture fixture, String password) {
        this.fixture = fixture;
        int unused = fixture.jdbc()
                .sql("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "' IN ROLE rollcall_writer")
                .update();
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        int unused = fixture.jdbc().sql("DROP ROLE " + name).update();
    }
}
