package dev.rollcall.directory.aws;

import dev.rollcall.directory.wire.FileReplacement;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The profiles of the shared configuration, of every kind that AWS's own command line takes and in its order. Each kind
 * is the SDK's own provider, made here with this source's clients: made by the SDK it would have clients of its own,
 * which know neither the source's region nor its proxy and certificate authorities.
 *
 * @param session the name of role sessions where a profile names none
 */
record AwsProfiles(AwsClients clients, String session) {
    /** What makes a profile one with credentials. */
    private static final List<String> KINDS = List.of(
            "role_arn", "sso_session", "sso_start_url", "aws_access_key_id", "login_session", "credential_process");

    /** Whether the profile of the process is there. */
    boolean exists() {
        return clients.configuration().profile().isPresent();
    }

    /** Whether the profile of the process is there and has credentials of any kind. */
    boolean hasCredentials() {
        return clients.configuration()
                .profile()
                .filter(profile -> KINDS.stream().anyMatch(profile::has))
                .isPresent();
    }

    /** A profile, read again when the shared configuration changes. */
    AwsCredentialPlace named(String name) {
        return AwsCredentialPlace.ofService(AwsProfile.place(name), failed -> null, new Current(name));
    }

    /** @param above profiles that take their credentials from this one */
    private AwsCredentialPlace find(ProfileFile file, String name, Set<String> above) {
        AwsProfile profile = file.profile(name)
                .map(AwsProfile::new)
                .orElseThrow(() -> AwsProfile.none(
                        name,
                        "which is neither in " + AwsSharedConfiguration.configurationFile() + " nor in "
                                + AwsSharedConfiguration.credentialsFile()));
        if (!above.add(name)) {
            // A role may name its own profile as the source of its keys.
            return keys(profile);
        }
        if (profile.has("role_arn")) {
            return profile.has("web_identity_token_file") ? webIdentity(profile) : role(file, profile, above);
        }
        if (profile.has("sso_session") || profile.has("sso_start_url")) {
            return new AwsSessions(clients).sso(file, profile);
        }
        if (clients.configuration().hasKeysInCredentialsFile(name)) {
            return keys(profile);
        }
        if (profile.has("login_session")) {
            return new AwsSessions(clients).login(profile);
        }
        if (profile.has("credential_process")) {
            return AwsCredentialPlace.onHost(
                    profile.place(), failed -> null, new AwsProcess(profile, AwsProcess.PATIENCE));
        }
        if (profile.has("aws_access_key_id")) {
            return keys(profile);
        }
        throw profile.none("which has none of " + String.join(", ", KINDS));
    }

    private static AwsCredentialPlace keys(AwsProfile profile) {
        String accessKey = profile.mandatory("aws_access_key_id");
        String secretKey = profile.mandatory("aws_secret_access_key");
        String token = profile.text("aws_session_token");
        AwsCredentials keys = token == null
                ? AwsBasicCredentials.create(accessKey, secretKey)
                : AwsSessionCredentials.create(accessKey, secretKey, token);
        return AwsCredentialPlace.onHost(profile.place(), failed -> null, StaticCredentialsProvider.create(keys));
    }

    private AwsCredentialPlace webIdentity(AwsProfile profile) {
        return new AwsWebIdentity(clients, session(profile))
                .role(
                        profile.mandatory("role_arn"),
                        "web_identity_token_file of profile \"" + profile.name() + "\"",
                        Path.of(profile.mandatory("web_identity_token_file")));
    }

    private AwsCredentialPlace role(ProfileFile file, AwsProfile profile, Set<String> above) {
        String arn = profile.mandatory("role_arn");
        Integer seconds = seconds(profile);
        AwsCredentialPlace source = source(file, profile, above);
        StsClient sts = clients.sts(source);
        StsAssumeRoleCredentialsProvider role = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(arn)
                        .externalId(profile.text("external_id"))
                        .roleSessionName(session(profile))
                        .durationSeconds(seconds))
                .build();
        return AwsCredentialPlace.ofService(
                "can't assume role " + arn + " of profile \"" + profile.name() + "\"",
                failed -> profile.has("mfa_serial")
                        ? "it asks for a code (mfa_serial), which nobody is there to type"
                        : null,
                role,
                sts,
                source);
    }

    private AwsCredentialPlace source(ProfileFile file, AwsProfile profile, Set<String> above) {
        String source = profile.text("source_profile");
        String kind = profile.text("credential_source");
        if (source != null && kind == null) {
            return find(file, source, above);
        }
        if (source != null || kind == null) {
            throw profile.none("whose role_arn needs exactly one of source_profile and credential_source");
        }
        return switch (kind) {
            case "Environment" -> AwsHost.environment();
            case "EcsContainer" -> AwsHost.container();
            case "Ec2InstanceMetadata" ->
                AwsHost.instance(profile.place() + ", which takes them from instance metadata");
            default ->
                throw profile.none(
                        "whose credential_source is none of Environment, Ec2InstanceMetadata and EcsContainer");
        };
    }

    private static @Nullable Integer seconds(AwsProfile profile) {
        String seconds = profile.text("duration_seconds");
        if (seconds != null && !seconds.matches("[0-9]{1,6}")) {
            throw profile.none("whose duration_seconds is not a number");
        }
        return seconds == null ? null : Integer.valueOf(seconds);
    }

    private String session(AwsProfile profile) {
        String name = profile.text("role_session_name");
        return name == null ? session : name;
    }

    /** What a profile is now. */
    private final class Current implements AwsCredentialsProvider, SdkAutoCloseable {
        private final FileReplacement replacement = new FileReplacement();
        private final String name;
        private @Nullable ProfileFile file;
        private @Nullable AwsCredentialPlace place;

        Current(String name) {
            this.name = name;
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return replacement.read(this::current).resolveCredentials();
        }

        private synchronized AwsCredentialPlace current() {
            ProfileFile now = clients.configuration().get();
            AwsCredentialPlace known = place;
            if (known == null || !now.equals(file)) {
                close();
                known = find(now, name, new HashSet<>());
                place = known;
                file = now;
            }
            return known;
        }

        @Override
        public synchronized void close() {
            if (place != null) {
                place.close();
                place = null;
            }
        }
    }
}
