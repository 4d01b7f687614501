package dev.rollcall.directory.aws;

import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.KeyFiles;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/**
 * Roles that are assumed with a token in a file, as Kubernetes and CI systems write it.
 *
 * @param session the name of the role's session
 */
record AwsWebIdentity(AwsClients clients, String session) {
    /** As the process's settings {@code AWS_WEB_IDENTITY_TOKEN_FILE} and {@code AWS_ROLE_ARN} say. */
    AwsCredentialPlace ofProcess() {
        String arn = SdkSystemSetting.AWS_ROLE_ARN
                .getStringValue()
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new CredentialsException(
                        "no AWS credentials: AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not", null));
        Path token = Path.of(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE
                .getStringValueOrThrow()
                .strip());
        return role(arn.strip(), "AWS_WEB_IDENTITY_TOKEN_FILE", token);
    }

    /** @param setting what names the file, for messages */
    AwsCredentialPlace role(String arn, String setting, Path token) {
        StsClient sts = clients.sts(AnonymousCredentialsProvider.create());
        return AwsCredentialPlace.ofService(
                "can't assume role " + arn + " with the token in " + token,
                failed -> null,
                StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                        .stsClient(sts)
                        .refreshRequest(() -> AssumeRoleWithWebIdentityRequest.builder()
                                .roleArn(arn)
                                .roleSessionName(session)
                                .webIdentityToken(KeyFiles.text(setting, token))
                                .build())
                        .build(),
                sts);
    }
}
