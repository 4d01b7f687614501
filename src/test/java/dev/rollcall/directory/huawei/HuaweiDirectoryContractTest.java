package dev.rollcall.directory.huawei;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryContract;
import dev.rollcall.directory.TestStore;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class HuaweiDirectoryContractTest extends DirectoryContract {
    private final StubServer server = new StubServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected Directory open(TestStore content, int pageSize) {
        server.answer(new HuaweiWire(content));
        return Opened.on(server, pageSize, InstantSource.system());
    }

    @Override
    protected Directory openUnknownStore() {
        server.answer(new HuaweiWire(new TestStore("d-another", List.of(), List.of(), List.of())));
        return Opened.on(server);
    }
}
