package dev.rollcall.directory.aws;

import dev.rollcall.directory.SafeText;
import dev.rollcall.directory.wire.CredentialsException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/**
 * The files that AWS's own tools share, as they are now, and the profile in them that counts for a source: the one that
 * its job file names, else the process's.
 */
final class AwsSharedConfiguration implements Supplier<ProfileFile> {
    private final String profileName;
    private final ProfileFileSupplier files = ProfileFileSupplier.defaultSupplier();

    AwsSharedConfiguration(String profileName) {
        this.profileName = profileName;
    }

    String profileName() {
        return profileName;
    }

    /**
     * The same instance while the files are the same; empty where there are none.
     *
     * @throws CredentialsException when a file can't be read or is malformed
     */
    @Override
    public ProfileFile get() {
        try {
            return files.get();
        } catch (RuntimeException malformed) {
            throw new CredentialsException(
                    "AWS's shared configuration can't be read: "
                            + SafeText.oneLine(String.valueOf(malformed.getMessage()), 200),
                    malformed);
        }
    }

    /** The profile that counts; empty where the files lack it. */
    Optional<AwsProfile> profile() {
        return get().profile(profileName).map(AwsProfile::new);
    }
}
