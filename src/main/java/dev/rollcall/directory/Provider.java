package dev.rollcall.directory;

import java.util.Set;
import java.util.regex.Pattern;

/** A kind of identity store. One instance serves all sources of its kind. */
public interface Provider {
    /** What job files call it: {@code aws}, {@code huawei}. */
    String name();

    /** The form of an identity store id, wide enough for every form that the provider documents. */
    Pattern identityStoreId();

    /** The greatest sustained rate, in requests a second, where a job file names none. */
    int defaultRequestsPerSecond();

    /** The keys under {@code credentials} of a job file that this provider takes. */
    Set<String> credentialKeys();

    /**
     * Opens an identity store: resolves the credentials, and sends the store no request.
     *
     * @throws ConfigurationException when there are no credentials, or a setting is not valid
     * @throws DirectoryException.Denied when a service that hands out credentials refuses to
     * @throws DirectoryException.Unavailable when such a service can't be reached
     */
    Directory open(DirectorySettings settings);
}
