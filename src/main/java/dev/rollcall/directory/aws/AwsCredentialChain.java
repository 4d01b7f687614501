package dev.rollcall.directory.aws;

import org.jspecify.annotations.Nullable;

/**
 * Finds the place that a source's keys come from: the profile that its job file names, or the first of the SDK's own
 * chain that is there. The SDK's chain goes on to the next place when one fails, and tells of the last.
 *
 * @param session the name of role sessions where the shared configuration names none
 */
record AwsCredentialChain(AwsClients clients, String session) {
    /** @param profile null where the job file names none */
    AwsCredentialPlace find(@Nullable String profile) {
        AwsProfiles profiles = new AwsProfiles(clients, session);
        return profile == null ? first(profiles) : profiles.named(profile);
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
