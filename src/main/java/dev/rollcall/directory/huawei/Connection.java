package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.identitycenterstore.v1.IdentityCenterStoreClient;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.Unavailable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends requests through the vendor's clients, and turns whatever goes wrong into the errors that all providers share. */
final class Connection implements AutoCloseable {
    private final Transport transport;
    private final HcClient core;
    private final IdentityCenterStoreClient client;
    private final Signing signing;
    private final Refusals refusals;
    private volatile boolean closed;

    /** @param core signs with {@code signing} and hands its answers to an {@link AnswerTaker} */
    Connection(Transport transport, HcClient core, Signing signing, Refusals refusals) {
        this.transport = transport;
        this.core = core;
        this.client = new IdentityCenterStoreClient(core);
        this.signing = signing;
        this.refusals = refusals;
    }

    /** Sends a request that the generated client knows; returns its success. */
    Answer ask(Asked asked, Consumer<IdentityCenterStoreClient> request) {
        return send(asked, () -> request.accept(client));
    }

    /** Sends a request that only the core client can. */
    Answer askCore(Asked asked, Consumer<HcClient> request) {
        return send(asked, () -> request.accept(core));
    }

    private Answer send(Asked asked, Runnable request) {
        requireOpen();
        try {
            int changes = signing.changes();
            Answer answer = answer(asked, request);
            if (answer.succeeded() && !answer.isHtml()) {
                return answer;
            }
            throw blamingChange(asked, refusals.of(asked, answer), changes);
        } catch (KeysException e) {
            throw e.passing()
                    ? new Unavailable(asked.failure(e.getMessage()), null, e)
                    : new Denied(asked.failure(e.getMessage()), true, e);
        }
    }

    private Answer answer(Asked asked, Runnable request) {
        try {
            request.run();
        } catch (AnswerTaker.Taken taken) {
            return taken.answer();
        } catch (SdkException e) {
            requireOpen();
            throw new Unavailable(asked.failure(rootMessage(e)), null, e);
        } catch (NullPointerException e) {
            // All that the SDK makes of an answer that has a body, its length, and no content type.
            throw new Unavailable(asked.failure("an answer without a content type"), null, e);
        }
        throw new IllegalStateException("the SDK kept the answer to itself");
    }

    /** Keys that are replaced file by file don't fit together for a moment: worth asking again. */
    private DirectoryException blamingChange(Asked asked, DirectoryException refusal, int changes) {
        if (!(refusal instanceof Denied denied) || !denied.wholeSource()) {
            return refusal;
        }
        signing.look();
        if (signing.changes() != changes) {
            return new Unavailable(
                    asked.failure("the keys changed while the request was on its way: "
                            + refusal.failure().message()),
                    null,
                    refusal);
        }
        return refusal;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the directory is closed");
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        @Nullable String message = root.getMessage();
        String kind = root.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message;
    }

    @Override
    public void close() {
        closed = true;
        transport.close();
    }
}
