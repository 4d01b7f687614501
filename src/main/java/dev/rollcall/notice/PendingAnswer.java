package dev.rollcall.notice;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The head of an answer that another thread waits for. It is closed where nobody does any more. */
final class PendingAnswer extends CompletableFuture<Response> implements Callback {
    private static final Logger log = LoggerFactory.getLogger(PendingAnswer.class);

    /** After so long a person who watches is told what is waited for. */
    private static final Duration SILENT = Duration.ofSeconds(2);

    @Override
    public void onResponse(Call call, Response response) {
        if (!complete(response)) {
            response.close();
        }
    }

    @Override
    public void onFailure(Call call, IOException failure) {
        completeExceptionally(failure);
    }

    /**
     * Waits for the answer, which the caller closes.
     *
     * @param address whose answer it is
     * @throws CancellationException when another thread cancelled this
     */
    Response await(Duration atMost, String address) throws IOException {
        try {
            return atMost.compareTo(SILENT) <= 0 ? await(atMost) : awaitTelling(atMost, address);
        } catch (TimeoutException e) {
            throw new InterruptedIOException("timeout");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private Response awaitTelling(Duration atMost, String address)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return await(SILENT);
        } catch (TimeoutException e) {
            log.info("waiting for {} to answer", address);
            return await(atMost.minus(SILENT));
        }
    }

    private Response await(Duration atMost) throws ExecutionException, InterruptedException, TimeoutException {
        return get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends a call whose answer nobody took. */
    void abandon(Call call) {
        if (!isDone() || isCancelled()) {
            cancel(true);
            call.cancel();
        }
    }
}
