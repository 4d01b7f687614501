package dev.rollcall.directory.aws;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;

/** One identity store, each call one HTTP request. */
final class AwsDirectory implements Directory {
    private final IdentitystoreClient client;
    private final SdkHttpClient http;
    private final ExecutorService timeouts;
    private final SourceCredentials credentials;
    private final DirectorySettings settings;
    private final Failures failures;
    private final AtomicBoolean closed = new AtomicBoolean();

    AwsDirectory(
            IdentitystoreClient client,
            SdkHttpClient http,
            ExecutorService timeouts,
            SourceCredentials credentials,
            DirectorySettings settings,
            Failures failures) {
        this.client = client;
        this.http = http;
        this.timeouts = timeouts;
        this.credentials = credentials;
        this.settings = settings;
        this.failures = failures;
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        return send(
                new Asked("ListGroups", null, from),
                capture -> client.listGroups(request -> request.identityStoreId(settings.identityStoreId())
                        .maxResults(settings.pageSize())
                        .nextToken(token(from))
                        .overrideConfiguration(capture)),
                answer -> Records.page(answer, "Groups", Records::group));
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        GroupId id = ids.get(0);
        List<GroupId> rest = ids.subList(1, ids.size());
        try {
            return new DescribedGroups(List.of(describeGroup(id)), List.of(), rest);
        } catch (DirectoryException.NotFound unknown) {
            if (unknown.identityStore()) {
                throw unknown;
            }
            return new DescribedGroups(List.of(), List.of(id), rest);
        }
    }

    private Group describeGroup(GroupId id) {
        return send(
                new Asked("DescribeGroup", id, null),
                capture -> client.describeGroup(request -> request.identityStoreId(settings.identityStoreId())
                        .groupId(id.value())
                        .overrideConfiguration(capture)),
                answer -> {
                    Group group = Records.group(answer);
                    // Ids are hexadecimal, and documented in either case.
                    if (!group.id().value().equalsIgnoreCase(id.value())) {
                        throw new MalformedAnswer("GroupId is " + group.id() + ", another than asked for");
                    }
                    return group;
                });
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        return send(
                new Asked("ListGroupMemberships", group, from),
                capture -> client.listGroupMemberships(request -> request.identityStoreId(settings.identityStoreId())
                        .groupId(group.value())
                        .maxResults(settings.pageSize())
                        .nextToken(token(from))
                        .overrideConfiguration(capture)),
                answer ->
                        Records.page(answer, "GroupMemberships", membership -> Records.membership(group, membership)));
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        return send(
                new Asked("ListUsers", null, from),
                capture -> client.listUsers(request -> request.identityStoreId(settings.identityStoreId())
                        .maxResults(settings.pageSize())
                        .nextToken(token(from))
                        .overrideConfiguration(capture)),
                answer -> Records.page(answer, "Users", Records::user));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            client.close();
            credentials.close();
            http.close();
            timeouts.shutdownNow();
        }
    }

    private <T> T send(
            Asked asked,
            Consumer<Consumer<AwsRequestOverrideConfiguration.Builder>> request,
            Function<JsonObject, T> read) {
        if (closed.get()) {
            throw new IllegalStateException("this directory is closed");
        }
        AtomicReference<@Nullable Answer> captured = new AtomicReference<>();
        try {
            request.accept(call -> call.putExecutionAttribute(AnswerCapture.ANSWER, captured));
        } catch (RuntimeException failed) {
            throw failures.of(asked, captured.get(), failed);
        }
        Answer answer = captured.get();
        if (answer == null) {
            throw new IllegalStateException(asked.operation() + " succeeded without an answer");
        }
        try {
            return read.apply(JsonObject.parse(answer.body()));
        } catch (MalformedAnswer malformed) {
            throw failures.malformed(asked, answer, malformed);
        }
    }

    private static @Nullable String token(@Nullable Marker from) {
        return from == null ? null : from.value();
    }
}
