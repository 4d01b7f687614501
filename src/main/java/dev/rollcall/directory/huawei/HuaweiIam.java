package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service that knows which project a region has. */
final class HuaweiIam {
    private HuaweiIam() {}

    /**
     * Where the service is: as configured, else as the variable {@code HUAWEICLOUD_SDK_IAM_ENDPOINT} says, else as the
     * vendor knows for the region.
     */
    static String endpoint(@Nullable String configured, String region) {
        return new Endpoints().of(configured, region);
    }

    /** Asks for the one project of a region. */
    static String projectId(HuaweiConnection iam, String region) {
        ApiRequest request = new ApiRequest("KeystoneListProjects", null, null);
        ApiResponse response = iam.get(request, "/v3/projects", Map.of("name", region));
        List<String> ids = request.read(
                response,
                body -> HuaweiRecords.parse(body)
                        .mandatoryList("projects", (JsonObject project) -> project.mandatoryText("id")));
        if (ids.size() != 1) {
            throw new ConfigurationException("credentials: give a project-id: the IAM service knows "
                    + (ids.isEmpty() ? "no project" : ids.size() + " projects") + " of the region " + region);
        }
        return ids.get(0);
    }

    /** The vendor's list of endpoints, which only credentials may look at. */
    private static final class Endpoints extends BasicCredentials {
        String of(@Nullable String configured, String region) {
            setIamEndpoint(configured);
            return getUsedIamEndpoint(region);
        }
    }
}
