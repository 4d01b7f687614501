package dev.rollcall.directory.huawei;

import dev.rollcall.directory.DirectoryContract;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.wire.Network;
import java.util.Map;

class HuaweiDirectoryContractTest extends DirectoryContract {
    @Override
    protected Provider provider() {
        return new HuaweiProvider(new Network(Map.of()));
    }
}
