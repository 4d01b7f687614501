package dev.rollcall.directory.aws;

import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.KeyChanges;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * What one source signs its requests with: its own keys, from wherever they come, or a role assumed with them. {@link
 * #resolveCredentials} throws a {@link CredentialsException} when there are none.
 */
final class AwsSigner implements AwsCredentialsProvider, SdkAutoCloseable {
    private final AwsCredentialPlace keys;
    private final KeyChanges changes;
    private final @Nullable AwsCredentialPlace role;

    private AwsSigner(AwsCredentialPlace keys, KeyChanges changes, @Nullable AwsCredentialPlace role) {
        this.keys = keys;
        this.changes = changes;
        this.role = role;
    }

    /** Resolves the credentials at once, so that a mistake shows before the store gets a request. */
    static AwsSigner open(Credentials configured, AwsClients clients, Instant now) {
        AwsSigner signer = null;
        String operation = "Credentials";
        try {
            signer = of(configured, clients);
            AwsCredentials unused = noted(signer.keys, signer.changes);
            operation = "AssumeRole";
            unused = signer.resolveCredentials();
            return signer;
        } catch (CredentialsException failed) {
            if (signer != null) {
                signer.close();
            }
            throw AwsErrors.whileOpening(new ApiRequest(operation, null, null), failed, now);
        }
    }

    private static AwsSigner of(Credentials configured, AwsClients clients) {
        String session = sessionName(configured);
        AwsCredentialPlace keys = new AwsCredentialChain(clients, session).find(configured);
        KeyChanges changes = new KeyChanges();
        String arn = configured.roleArn();
        return new AwsSigner(
                keys,
                changes,
                arn == null
                        ? null
                        : role(arn, configured.externalId(), session, clients.sts(() -> noted(keys, changes))));
    }

    private static AwsCredentialPlace role(String arn, @Nullable String externalId, String session, StsClient sts) {
        StsAssumeRoleCredentialsProvider role = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(
                        request -> request.roleArn(arn).externalId(externalId).roleSessionName(session))
                .build();
        return AwsCredentialPlace.ofService("can't assume role " + arn, failed -> null, role, sts);
    }

    private static String sessionName(Credentials configured) {
        String name = configured.roleSessionName();
        return name != null
                ? name
                : SdkSystemSetting.AWS_ROLE_SESSION_NAME
                        .getStringValue()
                        .filter(text -> !text.isBlank())
                        .orElse("rollcall");
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return role == null ? noted(keys, changes) : role.resolveCredentials();
    }

    private static AwsCredentials noted(AwsCredentialPlace keys, KeyChanges changes) {
        AwsCredentials now = keys.resolveCredentials();
        changes.note(now);
        return now;
    }

    /** A failed request's refusal, or what it is where the keys have just changed. */
    DirectoryException judge(ApiRequest request, DirectoryException refusal) {
        return changes.judge(request, refusal, keys::resolveCredentials);
    }

    @Override
    public void close() {
        if (role != null) {
            role.close();
        }
        keys.close();
    }
}
