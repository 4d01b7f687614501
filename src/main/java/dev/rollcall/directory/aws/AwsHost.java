package dev.rollcall.directory.aws;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** Credentials that the process was started with, or that its container or instance hands out. */
final class AwsHost {
    private AwsHost() {}

    static boolean hasSystemProperties() {
        return isGiven(Optional.ofNullable(System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property())));
    }

    static AwsCredentialPlace systemProperties() {
        return AwsCredentialPlace.onHost(
                "no AWS credentials: the system property aws.accessKeyId is set, and aws.secretAccessKey is not",
                failed -> null,
                SystemPropertyCredentialsProvider.create());
    }

    static boolean hasEnvironment() {
        return isGiven(Optional.ofNullable(System.getenv(SdkSystemSetting.AWS_ACCESS_KEY_ID.environmentVariable())));
    }

    static AwsCredentialPlace environment() {
        return AwsCredentialPlace.onHost(
                "no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set",
                failed -> null,
                EnvironmentVariableCredentialsProvider.create());
    }

    static boolean hasContainer() {
        return isGiven(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.getStringValue())
                || isGiven(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.getStringValue());
    }

    static AwsCredentialPlace container() {
        return AwsCredentialPlace.ofService(
                "no AWS credentials: this container's service does not hand them out (AWS_CONTAINER_CREDENTIALS_…)",
                failed -> null,
                ContainerCredentialsProvider.builder().build());
    }

    /** @param place begins the message when there are none, as on a host that is no instance */
    static AwsCredentialPlace instance(String place) {
        return AwsCredentialPlace.onHost(
                place,
                failed -> null,
                InstanceProfileCredentialsProvider.builder().build());
    }

    static boolean hasWebIdentity() {
        return isGiven(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.getStringValue());
    }

    /** Whether a profile is named; if not, the default one need not be there. */
    static boolean namesProfile() {
        return isGiven(ProfileFileSystemSetting.AWS_PROFILE.getNonDefaultStringValue());
    }

    /** Whether a setting is there; an empty one is not. */
    static boolean isGiven(Optional<String> setting) {
        return setting.filter(text -> !text.isBlank()).isPresent();
    }
}
