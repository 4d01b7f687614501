package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;

/** Where the keys that sign requests come from. */
interface Keys {
    /**
     * The keys as they are now; the same instance while they are the same, since the SDK keeps what it fetched in it.
     * Called before every request, by one thread at a time.
     *
     * @throws KeysException when there are none
     */
    BasicCredentials current();
}
