package dev.rollcall.directory.aws;

import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.KeyChanges;
import dev.rollcall.directory.wire.KeyFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(AwsSigner.class);

    private final AwsCredentialPlace keys;
    private final @Nullable AwsCredentialPlace role;
    private final Supplier<?> files;
    private final KeyChanges changes = new KeyChanges();

    /** @param files what the keys are read from: another object when that changes */
    private AwsSigner(AwsCredentialPlace keys, @Nullable AwsCredentialPlace role, Supplier<?> files) {
        this.keys = keys;
        this.role = role;
        this.files = files;
    }

    /** Resolves the credentials at once, so that a mistake shows before the store gets a request. */
    static AwsSigner open(Credentials configured, AwsClients clients, Instant now) {
        AwsSigner signer = null;
        String operation = "Credentials";
        try {
            signer = of(configured, clients);
            AwsCredentials unused = signer.keys.resolveCredentials();
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
        KeyFiles files = keyFiles(configured);
        AwsCredentialPlace keys = files == null
                ? new AwsCredentialChain(clients, session).find(configured.profile())
                : AwsCredentialPlace.onHost(
                        "no AWS credentials: tried access-key-file", failed -> null, new AwsKeyFiles(files));
        String arn = configured.roleArn();
        AwsCredentialPlace role = arn == null ? null : role(arn, configured.externalId(), session, clients.sts(keys));
        return new AwsSigner(keys, role, files == null ? clients.configuration() : files::read);
    }

    private static @Nullable KeyFiles keyFiles(Credentials configured) {
        Path accessKey = configured.accessKeyFile();
        Path secretKey = configured.secretKeyFile();
        return accessKey == null || secretKey == null
                ? null
                : new KeyFiles(accessKey, secretKey, configured.securityTokenFile());
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
        note();
        return role == null ? keys.resolveCredentials() : role.resolveCredentials();
    }

    private void note() {
        try {
            changes.note(files.get());
        } catch (CredentialsException unreadable) {
            LOG.debug("{}: a role's session goes on without its keys", unreadable.getMessage());
        }
    }

    /** A failed request's refusal, or what it is where the keys have just changed. */
    DirectoryException judge(ApiRequest request, DirectoryException refusal) {
        return changes.judge(request, refusal, files);
    }

    @Override
    public void close() {
        if (role != null) {
            role.close();
        }
        keys.close();
    }
}
