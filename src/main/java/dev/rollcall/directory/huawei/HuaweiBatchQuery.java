package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.SdkResponse;
import com.huaweicloud.sdk.core.http.FieldExistence;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequestDef;
import com.huaweicloud.sdk.core.http.LocationType;
import dev.rollcall.directory.GroupId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The request batch-query, which the vendor's generated client does not know. */
record HuaweiBatchQuery(String identityStoreId, List<GroupId> ids) {
    static final String OPERATION = "DescribeGroups";

    /** Tells the core client how to make a signed request of it. */
    static final HttpRequestDef<HuaweiBatchQuery, SdkResponse> DEFINITION = define();

    private static HttpRequestDef<HuaweiBatchQuery, SdkResponse> define() {
        HttpRequestDef.Builder<HuaweiBatchQuery, SdkResponse> request = HttpRequestDef.builder(
                        HttpMethod.POST, HuaweiBatchQuery.class, SdkResponse.class)
                .withName(OPERATION)
                .withUri("/v1/identity-stores/{identity_store_id}/groups/batch-query")
                .withContentType("application/json");
        field(request, "identity_store_id", LocationType.Path, String.class, HuaweiBatchQuery::identityStoreId);
        field(request, "body", LocationType.Body, Map.class, HuaweiBatchQuery::body);
        return request.build();
    }

    private static <T> void field(
            HttpRequestDef.Builder<HuaweiBatchQuery, SdkResponse> request,
            String name,
            LocationType location,
            Class<T> type,
            Function<HuaweiBatchQuery, T> value) {
        request.<T>withRequestField(
                name,
                location,
                FieldExistence.NON_NULL_NON_EMPTY,
                type,
                field -> field.withMarshaller(value, (query, set) -> {
                    throw new UnsupportedOperationException("a query is written and never read");
                }));
    }

    private Map<String, List<String>> body() {
        return Map.of("group_ids", ids.stream().map(GroupId::value).toList());
    }
}
