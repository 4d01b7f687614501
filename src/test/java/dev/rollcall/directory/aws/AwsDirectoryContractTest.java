package dev.rollcall.directory.aws;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryContract;
import dev.rollcall.directory.TestStore;
import dev.rollcall.directory.WireServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class AwsDirectoryContractTest extends DirectoryContract {
    @TempDir
    Path folder;

    private final List<WireServer> servers = new ArrayList<>();

    @Override
    protected Directory open(TestStore content, int pageSize) {
        WireServer server = new WireServer(new AwsWire(content));
        servers.add(server);
        return Opened.at(server.uri(), Opened.keys(folder), pageSize, Duration.ofSeconds(20));
    }

    @Override
    protected Directory openUnknownStore() {
        return open(new TestStore("d-0000000000", List.of(), List.of(), List.of()), 10);
    }

    @AfterEach
    void closeServers() {
        servers.forEach(WireServer::close);
    }
}
