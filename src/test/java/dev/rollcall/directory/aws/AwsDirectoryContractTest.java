package dev.rollcall.directory.aws;

import dev.rollcall.directory.DirectoryContract;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.wire.Network;
import java.util.Map;

class AwsDirectoryContractTest extends DirectoryContract {
    @Override
    protected Provider provider() {
        return new AwsProvider(new Network(Map.of()));
    }
}
