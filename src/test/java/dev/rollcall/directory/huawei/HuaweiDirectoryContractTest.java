package dev.rollcall.directory.huawei;

import dev.rollcall.directory.DirectoryContract;
import dev.rollcall.directory.Provider;

class HuaweiDirectoryContractTest extends DirectoryContract {
    @Override
    protected Provider provider() {
        return new HuaweiProvider();
    }
}
