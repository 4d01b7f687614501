package dev.rollcall.directory.aws;

import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.wire.KeyFiles;
import java.nio.file.Path;

/**
 * Finds the place that a source's keys come from: files or a profile that the job file names, or the first of the SDK's
 * own chain that is there. The SDK's chain goes on to the next place when one fails, and tells of the last.
 *
 * @param session the name of role sessions where the shared configuration names none
 */
record AwsCredentialChain(AwsClients clients, String session) {
    AwsCredentialPlace find(Credentials configured) {
        Path accessKey = configured.accessKeyFile();
        Path secretKey = configured.secretKeyFile();
        if (accessKey != null && secretKey != null) {
            KeyFiles files = new KeyFiles(accessKey, secretKey, configured.securityTokenFile());
            return AwsCredentialPlace.onHost(
                    "no AWS credentials: tried access-key-file", failed -> null, new AwsKeyFiles(files));
        }
        AwsProfiles profiles = new AwsProfiles(clients, session);
        return configured.profile() == null ? first(profiles) : profiles.named(configured.profile());
    }

    private AwsCredentialPlace first(AwsProfiles profiles) {
        if (AwsHost.hasSystemProperties()) {
            return AwsHost.systemProperties();
        }
        if (AwsHost.hasEnvironment()) {
            return AwsHost.environment();
        }
        if (AwsHost.hasWebIdentity()) {
            return new AwsWebIdentity(clients, session).ofProcess();
        }
        if (profiles.hasCredentials() || (AwsHost.namesProfile() && !profiles.exists())) {
            return profiles.named(clients.configuration().profileName());
        }
        return AwsHost.hasContainer()
                ? AwsHost.container()
                : AwsHost.instance("no AWS credentials: tried system properties, environment, web identity, profile \""
                        + clients.configuration().profileName()
                        + "\" of the shared configuration, container and instance metadata");
    }
}
