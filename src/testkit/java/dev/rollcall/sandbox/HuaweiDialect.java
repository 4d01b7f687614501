package dev.rollcall.sandbox;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Huawei Cloud IAM Identity Center: REST. Its error codes are invented, except those of the gateway. */
record HuaweiDialect(HuaweiSignature signature, Faults faults) implements Dialect {
    private static final Pattern PATH =
            Pattern.compile("/v1/identity-stores/([^/]+)/(groups|users|group-memberships)(?:/([^/]+))?/?");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    @Override
    public String operation(ServerRequest request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return request.path();
        }
        boolean one = path.group(3) != null;
        return switch (path.group(2)) {
            case "groups" ->
                request.method().equals("POST") && "batch-query".equals(path.group(3))
                        ? "DescribeGroups"
                        : one ? "DescribeGroup" : "ListGroups";
            case "users" -> one ? "DescribeUser" : "ListUsers";
            default -> one ? request.path() : "ListGroupMemberships";
        };
    }

    @Override
    public void authenticate(ServerRequest request) {
        signature.verify(request);
    }

    @Override
    public ApiCall read(ServerRequest request) {
        Matcher path = PATH.matcher(request.path());
        String operation = operation(request);
        boolean batch = operation.equals("DescribeGroups");
        if (!path.matches() || operation.startsWith("/") || !request.method().equals(batch ? "POST" : "GET")) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.UNKNOWN_OPERATION, "The API does not exist or has not been published");
        }
        Map<String, String> parameters = request.parameters();
        int limit = limit(parameters.getOrDefault("limit", "100"));
        String marker = parameters.get("marker");
        check("limit", limit >= 1 && limit <= 100);
        check("marker", marker == null || marker.length() == 24);
        String subject = operation.equals("ListGroupMemberships") ? parameters.get("group_id") : path.group(3);
        boolean all = batch || operation.equals("ListGroups") || operation.equals("ListUsers");
        check(
                "group_id",
                all
                        || (subject != null
                                && ID.matcher(ServerRequest.decode(subject)).matches()));
        return new ApiCall(
                operation,
                ServerRequest.decode(path.group(1)),
                all || subject == null ? null : ServerRequest.decode(subject),
                marker,
                limit,
                batch ? ids(request.body()) : List.of());
    }

    private static int limit(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** One malformed id fails the whole batch. */
    private List<String> ids(String body) {
        List<String> ids = new ArrayList<>();
        try {
            JsonNode array = JsonText.MAPPER.readTree(body).path("group_ids");
            check("group_ids", array.isArray() && array.size() >= 1 && array.size() <= faults.mostIds());
            for (JsonNode id : array) {
                check("group_ids", id.isString() && ID.matcher(id.asString()).matches());
                ids.add(id.asString());
            }
        } catch (JacksonException e) {
            check("group_ids", false);
        }
        return ids;
    }

    private static void check(String field, boolean valid) {
        if (!valid) {
            throw new RefusedRequest(RefusedRequest.Kind.INVALID, "The request parameter " + field + " is invalid.");
        }
    }

    @Override
    public ServerResponse refuse(RefusedRequest refusal, Faults settings, String requestId) {
        String body = JsonText.object(out -> {
            out.writeStringProperty("error_code", refusal.kind().huaweiCode);
            out.writeStringProperty("error_msg", words(refusal, settings));
            out.writeStringProperty("request_id", requestId);
            if (refusal.kind() == RefusedRequest.Kind.DENIED) {
                out.writeStringProperty("encoded_authorization_message", "ZW5jb2RlZA-" + requestId);
            }
        });
        Map<String, String> headers = headers(requestId);
        if (refusal.kind() == RefusedRequest.Kind.THROTTLED && settings.retryAfterSeconds() > 0) {
            headers.put("Retry-After", Integer.toString(settings.retryAfterSeconds()));
        }
        return new ServerResponse(refusal.kind().huaweiStatus, headers, body);
    }

    private static String words(RefusedRequest refusal, Faults settings) {
        return switch (refusal.kind()) {
            case THROTTLED ->
                "The throttling threshold has been reached: policy user over ratelimit,"
                        + Optional.ofNullable(settings.rateLimit())
                                .map(RateLimit::inWords)
                                .orElse("limit:5,time:1 minute");
            case BAD_SIGNATURE -> "Incorrect IAM authentication information: verify aksk signature fail";
            case CLOCK_SKEW -> "Incorrect IAM authentication information: x-sdk-date expired";
            case UNKNOWN_KEY -> "Incorrect IAM authentication information: Get secretKey failed, ak not exist";
            case EXPIRED_TOKEN -> "Incorrect IAM authentication information: security token expired";
            default -> String.valueOf(refusal.getMessage());
        };
    }

    private static Map<String, String> headers(String requestId) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Request-Id", requestId);
        return headers;
    }

    private static ServerResponse answer(String requestId, Consumer<JsonGenerator> fields) {
        return new ServerResponse(200, headers(requestId), JsonText.object(fields));
    }

    @Override
    public ServerResponse groups(String store, List<Group> rows, @Nullable String next, String requestId) {
        return answer(requestId, out -> {
            JsonText.array(out, "groups", rows, (row, group) -> write(row, store, group));
            pageInfo(out, rows.size(), next);
        });
    }

    @Override
    public ServerResponse memberships(String store, List<Membership> rows, @Nullable String next, String requestId) {
        return answer(requestId, out -> {
            JsonText.array(out, "group_memberships", rows, (row, membership) -> write(row, store, membership));
            pageInfo(out, rows.size(), next);
        });
    }

    @Override
    public ServerResponse users(String store, List<User> rows, @Nullable String next, String requestId) {
        return answer(requestId, out -> {
            JsonText.array(out, "users", rows, (row, user) -> write(row, store, user));
            pageInfo(out, rows.size(), next);
        });
    }

    private static void pageInfo(JsonGenerator out, int count, @Nullable String next) {
        out.writeName("page_info");
        out.writeStartObject();
        if (next == null) {
            out.writeNullProperty("next_marker");
        } else {
            out.writeStringProperty("next_marker", next);
        }
        out.writeNumberProperty("current_count", count);
        out.writeEndObject();
    }

    @Override
    public ServerResponse group(String store, Group group, String requestId) {
        return answer(requestId, out -> write(out, store, group));
    }

    @Override
    public ServerResponse described(String store, List<Group> groups, boolean bareArray, String requestId) {
        if (!bareArray) {
            return answer(
                    requestId, out -> JsonText.array(out, "groups", groups, (row, group) -> write(row, store, group)));
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JsonText.MAPPER.createGenerator(text)) {
            JsonText.array(out, groups, (row, group) -> write(row, store, group));
        }
        return new ServerResponse(200, headers(requestId), text.toString());
    }

    @Override
    public ServerResponse user(String store, User user, String requestId) {
        return answer(requestId, out -> write(out, store, user));
    }

    private static void write(JsonGenerator out, String store, Group group) {
        out.writeStringProperty("identity_store_id", store);
        out.writeStringProperty("group_id", group.id().value());
        JsonText.text(out, "display_name", group.displayName());
        JsonText.text(out, "description", group.description());
        externalIds(out, group.id().value(), group.externalIds());
        time(out, "created_at", group.createdAt());
        JsonText.text(out, "created_by", group.createdBy());
        time(out, "updated_at", group.updatedAt());
        JsonText.text(out, "updated_by", group.updatedBy());
        out.writeStringProperty("a_field_of_tomorrow", "ignored");
    }

    private static void write(JsonGenerator out, String store, Membership membership) {
        out.writeStringProperty("identity_store_id", store);
        out.writeStringProperty("group_id", membership.group().value());
        out.writeStringProperty("membership_id", membership.membershipId());
        out.writeName("member_id");
        out.writeStartObject();
        boolean user = membership.member() instanceof Member.User;
        out.writeStringProperty(
                user ? "user_id" : membership.member().type(),
                membership.member().id());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String store, User user) {
        out.writeStringProperty("identity_store_id", store);
        out.writeStringProperty("user_id", user.id());
        JsonText.text(out, "user_name", user.userName());
        JsonText.text(out, "display_name", user.displayName());
        JsonText.array(out, "emails", UserEmails.of(user), (row, email) -> {
            row.writeStringProperty("value", email.value());
            row.writeStringProperty("type", "work");
            row.writeBooleanProperty("primary", email.primary());
        });
        if (user.status() != null) {
            out.writeBooleanProperty("enabled", user.status() == User.Status.ENABLED);
        }
        JsonText.array(
                out,
                "phone_numbers",
                List.of(UserEmails.PHONE),
                (row, phone) -> row.writeStringProperty("value", phone));
        externalIds(out, user.id(), user.externalIds());
        time(out, "created_at", user.createdAt());
        JsonText.text(out, "created_by", user.createdBy());
        time(out, "updated_at", user.updatedAt());
        JsonText.text(out, "updated_by", user.updatedBy());
    }

    /** The first id without an issuer is the single one. No ids are written in three ways: null, absent, an empty array. */
    private static void externalIds(JsonGenerator out, String owner, List<ExternalId> ids) {
        Optional<ExternalId> single =
                ids.stream().filter(id -> id.issuer() == null).findFirst();
        single.ifPresent(id -> out.writeStringProperty("external_id", id.id()));
        List<ExternalId> others =
                ids.stream().filter(id -> !single.equals(Optional.of(id))).toList();
        int way = Math.floorMod(owner.hashCode(), 3);
        if (!others.isEmpty() || way == 0) {
            JsonText.array(out, "external_ids", others, (row, id) -> {
                JsonText.text(row, "issuer", id.issuer());
                row.writeStringProperty("id", id.id());
            });
        } else if (way == 1) {
            out.writeNullProperty("external_ids");
        }
    }

    private static void time(JsonGenerator out, String name, @Nullable Instant time) {
        if (time != null) {
            out.writeNumberProperty(name, time.toEpochMilli());
        }
    }
}
