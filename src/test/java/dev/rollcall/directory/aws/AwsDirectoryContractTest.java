package dev.rollcall.directory.aws;

import dev.rollcall.directory.DirectoryContract;
import dev.rollcall.directory.Provider;

class AwsDirectoryContractTest extends DirectoryContract {
    @Override
    protected Provider provider() {
        return new AwsProvider();
    }
}
