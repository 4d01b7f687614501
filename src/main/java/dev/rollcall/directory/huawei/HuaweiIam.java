package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Throttled;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service that knows which project a region has. */
final class HuaweiIam {
    private static final Logger LOG = LoggerFactory.getLogger(HuaweiIam.class);
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    /** All delays together. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private HuaweiIam() {}

    /**
     * Where the service is: as configured, else as the variable {@code HUAWEICLOUD_SDK_IAM_ENDPOINT} says, else as the
     * vendor knows for the region.
     */
    static String endpoint(@Nullable String configured, String region) {
        return new Endpoints().of(configured, region);
    }

    /**
     * Asks for the one project of a region.
     *
     * @param sleeper called between two attempts
     */
    static String projectId(HuaweiConnection iam, String region, Consumer<Duration> sleeper) {
        ApiRequest request = new ApiRequest("KeystoneListProjects", null, null);
        ApiResponse response = repeated(() -> iam.get(request, "/v3/projects", Map.of("name", region)), sleeper);
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

    /** What repeats the requests of a run does not know this one yet, which comes before the run. */
    private static ApiResponse repeated(Supplier<ApiResponse> request, Consumer<Duration> sleeper) {
        Duration left = LONGEST_WAIT;
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (Throttled e) {
                left = left.minus(wait(e, attempt, e.retryAfter(), left, sleeper));
            } catch (Unavailable e) {
                left = left.minus(wait(e, attempt, e.retryAfter(), left, sleeper));
            }
        }
    }

    /** Sleeps until the next attempt, and returns for how long; throws the failure where there is none. */
    private static Duration wait(
            DirectoryException failure,
            int attempt,
            @Nullable Duration named,
            Duration left,
            Consumer<Duration> sleeper) {
        if (attempt == ATTEMPTS || left.isZero() || Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        Duration own = FIRST_DELAY.multipliedBy(1L << (attempt - 1));
        Duration wanted = named == null || named.compareTo(own) < 0 ? own : named;
        Duration delay = wanted.compareTo(left) < 0 ? wanted : left;
        LOG.debug("Attempt {} failed, the next in {} s: {}", attempt, delay.toSeconds(), failure.getMessage());
        sleeper.accept(delay);
        return delay;
    }

    /** The vendor's list of endpoints, which only credentials may look at. */
    private static final class Endpoints extends BasicCredentials {
        String of(@Nullable String configured, String region) {
            setIamEndpoint(configured);
            return getUsedIamEndpoint(region);
        }
    }
}
