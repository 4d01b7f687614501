package dev.rollcall.directory.aws;

import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.NetworkException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * One place that credentials come from, and what to say where they don't. {@link #resolveCredentials} throws a {@link CredentialsException} when there are none; where
 * they are a role's, assumed with other credentials which fail, it is about those.
 */
final class AwsCredentialPlace implements AwsCredentialsProvider, SdkAutoCloseable {
    private final String place;
    private final Function<RuntimeException, @Nullable String> reason;
    private final AwsCredentialsProvider provider;
    private final List<SdkAutoCloseable> resources;
    private volatile boolean mayComeBack;

    private AwsCredentialPlace(
            String place,
            boolean mayComeBack,
            Function<RuntimeException, @Nullable String> reason,
            AwsCredentialsProvider provider,
            List<SdkAutoCloseable> resources) {
        this.place = place;
        this.mayComeBack = mayComeBack;
        this.reason = reason;
        this.provider = provider;
        this.resources = List.copyOf(resources);
    }

    /**
     * Credentials that this host has. What answers once is taken for a service from then on.
     *
     * @param place begins the message when there are none
     * @param reason what more is known when there are none; null where it is nothing
     * @param provider closed with the result, where it can be
     */
    static AwsCredentialPlace onHost(
            String place, Function<RuntimeException, @Nullable String> reason, AwsCredentialsProvider provider) {
        return new AwsCredentialPlace(place, false, reason, provider, List.of());
    }

    /**
     * Credentials that a service hands out; one that can't be reached may be reached later.
     *
     * @param provider closed with the result, where it can be
     * @param resources closed after it, in this order
     */
    static AwsCredentialPlace ofService(
            String place,
            Function<RuntimeException, @Nullable String> reason,
            AwsCredentialsProvider provider,
            SdkAutoCloseable... resources) {
        return new AwsCredentialPlace(place, true, reason, provider, List.of(resources));
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            AwsCredentials found = provider.resolveCredentials();
            mayComeBack = true;
            return found;
        } catch (RuntimeException failed) {
            CredentialsException innermost = CredentialsException.within(failed);
            throw innermost != null ? innermost : explained(failed);
        }
    }

    private CredentialsException explained(RuntimeException failed) {
        NetworkException unanswered = AwsErrors.networkException(failed);
        if (unanswered != null) {
            return CredentialsException.unanswered(place, unanswered);
        }
        boolean temporary = mayComeBack && AwsErrors.isTransport(failed);
        String detail = temporary ? null : reason.apply(failed);
        return new CredentialsException(detail == null ? place : place + ": " + detail, temporary, failed);
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
        resources.forEach(SdkAutoCloseable::close);
    }
}
