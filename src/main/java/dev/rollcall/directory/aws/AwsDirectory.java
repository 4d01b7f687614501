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
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.GroupByGroup;
import dev.rollcall.directory.wire.MalformedBodyException;
import dev.rollcall.directory.wire.RequestTimer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;

/** One identity store; each call sends one HTTP request. */
final class AwsDirectory implements Directory {
    private final IdentitystoreClient client;
    private final AwsClients clients;
    private final AwsSigner signer;
    private final DirectorySettings settings;
    private final AwsErrors errors;
    private final RequestTimer requests;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param clients closed with this, as {@code client} and {@code signer} are */
    AwsDirectory(
            IdentitystoreClient client,
            AwsClients clients,
            AwsSigner signer,
            DirectorySettings settings,
            AwsErrors errors,
            RequestTimer requests) {
        this.client = client;
        this.clients = clients;
        this.signer = signer;
        this.settings = settings;
        this.errors = errors;
        this.requests = requests;
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        return send(
                new ApiRequest("ListGroups", null, from),
                capture -> client.listGroups(request -> request.identityStoreId(settings.identityStoreId())
                        .maxResults(settings.pageSize())
                        .nextToken(token(from))
                        .overrideConfiguration(capture)),
                body -> AwsRecords.page(body, "Groups", AwsRecords::group));
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        return GroupByGroup.describeFirst(ids, this::describeGroup);
    }

    private Group describeGroup(GroupId id) {
        return send(
                new ApiRequest("DescribeGroup", id, null),
                capture -> client.describeGroup(request -> request.identityStoreId(settings.identityStoreId())
                        .groupId(id.value())
                        .overrideConfiguration(capture)),
                body -> {
                    Group group = AwsRecords.group(AwsRecords.parse(body));
                    // Ids are hexadecimal, and documented in either case.
                    if (!group.id().value().equalsIgnoreCase(id.value())) {
                        throw new MalformedBodyException("GroupId is " + group.id() + ", which was not asked for");
                    }
                    return group;
                });
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        return send(
                new ApiRequest("ListGroupMemberships", group, from),
                capture -> client.listGroupMemberships(request -> request.identityStoreId(settings.identityStoreId())
                        .groupId(group.value())
                        .maxResults(settings.pageSize())
                        .nextToken(token(from))
                        .overrideConfiguration(capture)),
                body -> AwsRecords.page(body, "GroupMemberships", item -> AwsRecords.membership(group, item)));
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        return send(
                new ApiRequest("ListUsers", null, from),
                capture -> client.listUsers(request -> request.identityStoreId(settings.identityStoreId())
                        .maxResults(settings.pageSize())
                        .nextToken(token(from))
                        .overrideConfiguration(capture)),
                body -> AwsRecords.page(body, "Users", AwsRecords::user));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            client.close();
            signer.close();
            clients.close();
        }
    }

    /**
     * Sends a request and reads its response.
     *
     * @param send calls the SDK with a configuration that captures the response
     */
    private <T> T send(
            ApiRequest request,
            Consumer<Consumer<AwsRequestOverrideConfiguration.Builder>> send,
            Function<byte[], T> read) {
        AtomicReference<@Nullable ApiResponse> captured = new AtomicReference<>();
        return requests.time(request, captured::get, () -> send(request, send, read, captured));
    }

    private <T> T send(
            ApiRequest request,
            Consumer<Consumer<AwsRequestOverrideConfiguration.Builder>> send,
            Function<byte[], T> read,
            AtomicReference<@Nullable ApiResponse> captured) {
        try {
            send.accept(call -> call.putExecutionAttribute(AwsResponseCapture.RESPONSE, captured));
        } catch (RuntimeException failed) {
            if (closed.get()) {
                throw new DirectoryException.Unavailable(
                        request.failure("cancelled: the directory is closed"), null, failed);
            }
            RuntimeException known = errors.of(request, captured.get(), failed);
            throw known instanceof DirectoryException refusal ? signer.judge(request, refusal) : known;
        }
        ApiResponse response = captured.get();
        if (response == null) {
            throw new IllegalStateException(request.operation() + " succeeded without a response");
        }
        return request.read(response, read);
    }

    private static @Nullable String token(@Nullable Marker from) {
        return from == null ? null : from.value();
    }
}
