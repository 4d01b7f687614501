package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.http.HttpConfig;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;

/** The parts of the HTTP client that outlive a request. */
final class HuaweiTransport implements AutoCloseable {
    private final ConnectionPool connections;
    private final Dispatcher calls = new Dispatcher();
    private final ExecutorService threads = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "huawei-sdk");
        thread.setDaemon(true);
        return thread;
    });

    /** @param workers requests in flight at once */
    HuaweiTransport(int workers) {
        connections = new ConnectionPool(workers, 5, TimeUnit.MINUTES);
    }

    /** @param timeout of connecting, and of waiting for more of a response; rounded up, since the SDK counts seconds */
    HttpConfig config(Duration timeout) {
        int seconds = Math.toIntExact(Math.max(1, timeout.plusNanos(999_999_999).toSeconds()));
        return HttpConfig.getDefaultHttpConfig()
                .withConnectionPool(connections)
                .withDispatcher(calls)
                .withExecutorService(threads)
                .withConnectionTimeout(seconds)
                .withReadTimeout(seconds);
    }

    @Override
    public void close() {
        calls.cancelAll();
        connections.evictAll();
        threads.shutdownNow();
    }
}
