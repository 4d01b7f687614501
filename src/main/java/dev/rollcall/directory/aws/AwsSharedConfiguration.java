package dev.rollcall.directory.aws;

import dev.rollcall.directory.SafeText;
import dev.rollcall.directory.wire.CredentialsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.UserHomeDirectoryUtils;

/**
 * The two files that AWS's own tools share, as they are now, and the profile in them that counts for a source: the one
 * that its job file names, else the process's. Safe for use by several threads at once.
 */
final class AwsSharedConfiguration implements Supplier<ProfileFile> {
    private static final int LONGEST_REASON = 200;

    private final String profileName;
    private final boolean namesProfile;
    private @Nullable Parsed last;

    /** @param configured the profile that the job file names; null where it names none */
    AwsSharedConfiguration(@Nullable String configured) {
        this.namesProfile = configured != null || AwsHost.namesProfile();
        this.profileName = configured != null ? configured : processProfile();
    }

    private static String processProfile() {
        return ProfileFileSystemSetting.AWS_PROFILE
                .getStringValue()
                .filter(name -> !name.isBlank())
                .orElse("default");
    }

    /** Where the credentials file is, or would be. */
    static Path credentialsFile() {
        return isNamed(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE)
                ? ProfileFileLocation.credentialsFilePath()
                : inHome("credentials");
    }

    /** Where the other file is, or would be. */
    static Path configurationFile() {
        return isNamed(ProfileFileSystemSetting.AWS_CONFIG_FILE)
                ? ProfileFileLocation.configurationFilePath()
                : inHome("config");
    }

    /** The SDK takes an empty variable for the name of a file. */
    private static boolean isNamed(ProfileFileSystemSetting file) {
        return AwsHost.isGiven(file.getStringValue());
    }

    private static Path inHome(String file) {
        return Path.of(UserHomeDirectoryUtils.userHomeDirectory(), ".aws", file);
    }

    private record Texts(String credentials, String config) {}

    /** @param all the credentials file's properties first */
    private record Parsed(Texts texts, ProfileFile credentials, ProfileFile all) {}

    String profileName() {
        return profileName;
    }

    /**
     * Reads the files; meant to be called before every request. Two small reads cost nothing beside a request, and no
     * change can hide behind a file system's coarse times, as it can from the SDK's own supplier.
     *
     * @return the same instance while the files are the same; empty where there are none, or none that this user may
     *     read and nobody named
     * @throws CredentialsException when a file that counts can't be read or is malformed
     */
    @Override
    public ProfileFile get() {
        return parsed().all();
    }

    /** Whether the keys of a profile are in the credentials file, and not in the other one. */
    boolean hasKeysInCredentialsFile(String name) {
        return parsed().credentials()
                .profile(name)
                .filter(profile -> new AwsProfile(profile).has("aws_access_key_id"))
                .isPresent();
    }

    private synchronized Parsed parsed() {
        Texts now = new Texts(
                text(credentialsFile(), ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE),
                text(configurationFile(), ProfileFileSystemSetting.AWS_CONFIG_FILE));
        Parsed known = last;
        if (known == null || !now.equals(known.texts())) {
            known = parse(now);
            last = known;
        }
        return known;
    }

    /**
     * A service often has no home folder, or none that it may look into: its keys come from elsewhere.
     *
     * @param setting what may name the file
     */
    private String text(Path file, ProfileFileSystemSetting setting) {
        boolean needed = namesProfile || isNamed(setting);
        if (!needed && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            return "";
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return "";
        } catch (IOException unreadable) {
            // The message of the exception is the path again; its class says what is wrong.
            throw new CredentialsException(
                    "AWS's shared configuration: " + file + " can't be read ("
                            + unreadable.getClass().getSimpleName() + ")",
                    unreadable);
        }
    }

    private static Parsed parse(Texts texts) {
        try {
            ProfileFile credentials = file(texts.credentials(), ProfileFile.Type.CREDENTIALS);
            ProfileFile all = ProfileFile.aggregator()
                    .addFile(credentials)
                    .addFile(file(texts.config(), ProfileFile.Type.CONFIGURATION))
                    .build();
            return new Parsed(texts, credentials, all);
        } catch (RuntimeException malformed) {
            String reason = SafeText.oneLine(String.valueOf(malformed.getMessage()), LONGEST_REASON);
            throw new CredentialsException("AWS's shared configuration is malformed: " + reason, malformed);
        }
    }

    private static ProfileFile file(String text, ProfileFile.Type type) {
        return ProfileFile.builder()
                .content(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .type(type)
                .build();
    }

    /** The profile that counts; empty where the files lack it. */
    Optional<AwsProfile> profile() {
        return get().profile(profileName).map(AwsProfile::new);
    }
}
