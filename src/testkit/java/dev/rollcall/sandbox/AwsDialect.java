package dev.rollcall.sandbox;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** AWS Identity Store: AWS JSON 1.1. */
record AwsDialect(AwsSignature signature) implements Dialect {
    private static final String TARGET = "AWSIdentityStore.";
    private static final Set<String> OPERATIONS =
            Set.of("ListGroups", "DescribeGroup", "ListGroupMemberships", "ListUsers", "DescribeUser");
    private static final Pattern STORE_ID =
            Pattern.compile("d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern ID = Pattern.compile(
            "([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}");

    @Override
    public String operation(ServerRequest request) {
        String target = request.header("x-amz-target", "");
        return target.startsWith(TARGET) ? target.substring(TARGET.length()) : target;
    }

    @Override
    public void authenticate(ServerRequest request) {
        signature.verify(request);
    }

    @Override
    public ApiCall read(ServerRequest request) {
        String operation = operation(request);
        if (!OPERATIONS.contains(operation)) {
            throw new RefusedRequest(RefusedRequest.Kind.UNKNOWN_OPERATION, operation + " is not supported");
        }
        JsonNode body = parse(request.body());
        int limit = body.path("MaxResults").asInt(100);
        String store = body.path("IdentityStoreId").asString("");
        String subject = Objects.requireNonNullElseGet(
                text(body, operation.equals("DescribeUser") ? "UserId" : "GroupId"), () -> "");
        boolean one = !operation.equals("ListGroups") && !operation.equals("ListUsers");
        check("maxResults", limit >= 1 && limit <= 100);
        check("identityStoreId", STORE_ID.matcher(store).matches());
        check("id", !one || ID.matcher(subject).matches());
        return new ApiCall(operation, store, one ? subject : null, text(body, "NextToken"), limit, List.of());
    }

    private static JsonNode parse(String body) {
        try {
            return JsonText.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new RefusedRequest(RefusedRequest.Kind.INVALID, "the body is no JSON");
        }
    }

    private static @Nullable String text(JsonNode body, String name) {
        return body.path(name).isString() ? body.path(name).asString() : null;
    }

    private static void check(String field, boolean valid) {
        if (!valid) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.INVALID,
                    "1 validation error detected: Value at '" + field + "' failed to satisfy constraint");
        }
    }

    @Override
    public ServerResponse refuse(RefusedRequest refusal, Faults faults, String requestId) {
        String body = JsonText.object(out -> {
            out.writeStringProperty("__type", "com.amazonaws.identitystore#" + refusal.kind().awsName);
            out.writeStringProperty("Message", String.valueOf(refusal.getMessage()));
            out.writeStringProperty("RequestId", requestId);
            switch (refusal.kind()) {
                case UNKNOWN_STORE -> out.writeStringProperty("ResourceType", "IDENTITY_STORE");
                case UNKNOWN_GROUP -> out.writeStringProperty("ResourceType", "GROUP");
                case UNKNOWN_USER -> out.writeStringProperty("ResourceType", "USER");
                case DENIED -> JsonText.text(out, "Reason", faults.denialReason());
                case THROTTLED -> {
                    if (faults.retryAfterSeconds() > 0) {
                        out.writeNumberProperty("RetryAfterSeconds", faults.retryAfterSeconds());
                    }
                }
                default -> {}
            }
        });
        return answer(refusal.kind() == RefusedRequest.Kind.INTERNAL ? 500 : 400, body, requestId);
    }

    private static ServerResponse answer(int status, String body, String requestId) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/x-amz-json-1.1");
        headers.put("x-amzn-RequestId", requestId);
        return new ServerResponse(status, headers, body);
    }

    private static ServerResponse answer(String requestId, Consumer<JsonGenerator> fields) {
        return answer(200, JsonText.object(fields), requestId);
    }

    @Override
    public ServerResponse groups(String store, List<Group> rows, @Nullable String next, String requestId) {
        return answer(requestId, out -> {
            JsonText.array(out, "Groups", rows, (row, group) -> write(row, store, group));
            JsonText.text(out, "NextToken", next);
        });
    }

    @Override
    public ServerResponse memberships(String store, List<Membership> rows, @Nullable String next, String requestId) {
        return answer(requestId, out -> {
            JsonText.array(out, "GroupMemberships", rows, (row, membership) -> write(row, store, membership));
            JsonText.text(out, "NextToken", next);
        });
    }

    @Override
    public ServerResponse users(String store, List<User> rows, @Nullable String next, String requestId) {
        return answer(requestId, out -> {
            JsonText.array(out, "Users", rows, (row, user) -> write(row, store, user));
            JsonText.text(out, "NextToken", next);
        });
    }

    @Override
    public ServerResponse group(String store, Group group, String requestId) {
        return answer(requestId, out -> write(out, store, group));
    }

    @Override
    public ServerResponse described(String store, List<Group> groups, boolean bareArray, String requestId) {
        throw new RefusedRequest(RefusedRequest.Kind.UNKNOWN_OPERATION, "DescribeGroups is Huawei's");
    }

    @Override
    public ServerResponse user(String store, User user, String requestId) {
        return answer(requestId, out -> write(out, store, user));
    }

    private static void write(JsonGenerator out, String store, Group group) {
        out.writeStringProperty("IdentityStoreId", store);
        out.writeStringProperty("GroupId", group.id().value());
        JsonText.text(out, "DisplayName", group.displayName());
        JsonText.text(out, "Description", group.description());
        externalIds(out, group.externalIds());
        time(out, "CreatedAt", group.createdAt());
        JsonText.text(out, "CreatedBy", group.createdBy());
        time(out, "UpdatedAt", group.updatedAt());
        JsonText.text(out, "UpdatedBy", group.updatedBy());
    }

    private static void write(JsonGenerator out, String store, Membership membership) {
        out.writeStringProperty("IdentityStoreId", store);
        out.writeStringProperty("GroupId", membership.group().value());
        out.writeStringProperty("MembershipId", membership.membershipId());
        out.writeName("MemberId");
        out.writeStartObject();
        boolean user = membership.member() instanceof Member.User;
        out.writeStringProperty(
                user ? "UserId" : membership.member().type(),
                membership.member().id());
        out.writeEndObject();
        time(out, "CreatedAt", membership.createdAt());
        JsonText.text(out, "CreatedBy", membership.createdBy());
    }

    private static void write(JsonGenerator out, String store, User user) {
        out.writeStringProperty("IdentityStoreId", store);
        out.writeStringProperty("UserId", user.id());
        JsonText.text(out, "UserName", user.userName());
        JsonText.text(out, "DisplayName", user.displayName());
        JsonText.array(out, "Emails", UserEmails.of(user), (row, email) -> {
            row.writeStringProperty("Value", email.value());
            row.writeStringProperty("Type", "work");
            row.writeBooleanProperty("Primary", email.primary());
        });
        if (user.status() != null) {
            out.writeStringProperty("UserStatus", user.status().name());
        }
        JsonText.array(
                out,
                "PhoneNumbers",
                List.of(UserEmails.PHONE),
                (row, phone) -> row.writeStringProperty("Value", phone));
        out.writeStringProperty("Birthdate", "1980-01-01");
        externalIds(out, user.externalIds());
        time(out, "CreatedAt", user.createdAt());
        JsonText.text(out, "CreatedBy", user.createdBy());
        time(out, "UpdatedAt", user.updatedAt());
        JsonText.text(out, "UpdatedBy", user.updatedBy());
    }

    private static void externalIds(JsonGenerator out, List<ExternalId> ids) {
        if (!ids.isEmpty()) {
            JsonText.array(out, "ExternalIds", ids, (row, id) -> {
                JsonText.text(row, "Issuer", id.issuer());
                row.writeStringProperty("Id", id.id());
            });
        }
    }

    /** Seconds since 1970, with milliseconds as decimals. */
    private static void time(JsonGenerator out, String name, @Nullable Instant time) {
        if (time != null) {
            out.writeNumberProperty(name, BigDecimal.valueOf(time.toEpochMilli(), 3));
        }
    }
}
