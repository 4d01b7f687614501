package dev.rollcall.directory.aws;

import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.signin.auth.LoginCredentialsProvider;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.auth.SsoCredentialsProvider;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsRequest;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;

/** Profiles of a person who logs in with AWS's own command line, which leaves a token in the home folder. */
record AwsSessions(AwsClients clients) {
    private static final int UNAUTHORIZED = 401;

    /** A role of IAM Identity Center; renews the token where the profile has a section {@code sso-session}. */
    AwsCredentialPlace sso(ProfileFile file, AwsProfile profile) {
        String session = profile.text("sso_session");
        AwsProfile login = session == null
                ? profile
                : new AwsProfile(file.getSection("sso-session", session)
                        .orElseThrow(() -> profile.none("whose sso_session \"" + session + "\" is no section")));
        Region region = Region.of(login.mandatory("sso_region"));
        String startUrl = login.mandatory("sso_start_url");
        String account = profile.mandatory("sso_account_id");
        String role = profile.mandatory("sso_role_name");
        SsoOidcClient oidc = clients.ssoOidc(region);
        SsoClient sso = clients.sso(region);
        // The token's file is named after the session, and after the start URL where there is none.
        SsoOidcTokenProvider token = SsoOidcTokenProvider.builder()
                .sessionName(session == null ? startUrl : session)
                .ssoOidcClient(oidc)
                .build();
        SsoCredentialsProvider.Builder provider = SsoCredentialsProvider.builder();
        provider.ssoClient(sso)
                .refreshRequest(() -> GetRoleCredentialsRequest.builder()
                        .accountId(account)
                        .roleName(role)
                        .accessToken(token.resolveToken().token())
                        .build());
        return AwsCredentialPlace.ofService(
                profile.place(), failed -> ssoReason(failed, profile), provider.build(), token, sso, oidc);
    }

    private static @Nullable String ssoReason(RuntimeException failed, AwsProfile profile) {
        AwsServiceException answered = AwsErrors.serviceException(failed);
        return answered == null || answered.statusCode() == UNAUTHORIZED
                ? reason(failed, "SSO session", "aws sso login", profile)
                : null;
    }

    /** What {@code aws login} began. */
    AwsCredentialPlace login(AwsProfile profile) {
        SigninClient signin = clients.signin();
        return AwsCredentialPlace.ofService(
                profile.place(),
                failed -> reason(failed, "login session", "aws login", profile),
                LoginCredentialsProvider.builder()
                        .loginSession(profile.mandatory("login_session"))
                        .signinClient(signin)
                        .asyncCredentialUpdateEnabled(false)
                        .build(),
                signin);
    }

    private static String reason(RuntimeException failed, String session, String command, AwsProfile profile) {
        FileSystemException unusable = AwsErrors.cause(failed, FileSystemException.class);
        if (unusable != null) {
            return "the token of its " + session + " can't be read or renewed in " + unusable.getFile() + " ("
                    + unusable.getClass().getSimpleName() + ")";
        }
        return "its " + session + " has expired or never began: run " + command + " --profile " + profile.name();
    }
}
