package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.identitycenterstore.v1.IdentityCenterStoreClient;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.CredentialsException;
import java.util.function.Consumer;

/** Sends requests through the vendor's clients, and turns whatever goes wrong into the errors that all providers share. */
final class HuaweiConnection implements AutoCloseable {
    private final HuaweiTransport transport;
    private final HcClient core;
    private final IdentityCenterStoreClient client;
    private final HuaweiSigner signer;
    private final HuaweiErrors errors;
    private volatile boolean closed;

    /**
     * @param transport closed with this connection
     * @param core signs with {@code signer} and hands its responses to a {@link HuaweiResponseCapture}
     */
    HuaweiConnection(HuaweiTransport transport, HcClient core, HuaweiSigner signer, HuaweiErrors errors) {
        this.transport = transport;
        this.core = core;
        this.client = new IdentityCenterStoreClient(core);
        this.signer = signer;
        this.errors = errors;
    }

    /** Sends a request that the generated client knows; returns its successful response. */
    ApiResponse send(ApiRequest request, Consumer<IdentityCenterStoreClient> call) {
        return send(request, () -> call.accept(client));
    }

    /** Sends a request that only the core client can send; returns its successful response. */
    ApiResponse sendByCore(ApiRequest request, Consumer<HcClient> call) {
        return send(request, () -> call.accept(core));
    }

    private ApiResponse send(ApiRequest request, Runnable call) {
        requireOpen();
        try {
            int changes = signer.changes();
            ApiResponse response = capture(request, call);
            if (response.isSuccessful() && !HuaweiErrorResponse.isHtml(response)) {
                return response;
            }
            throw unlessKeysChanged(request, errors.of(request, response), changes);
        } catch (CredentialsException e) {
            throw e.whileReading(request);
        }
    }

    private ApiResponse capture(ApiRequest request, Runnable call) {
        try {
            call.run();
        } catch (HuaweiResponseCapture.Captured captured) {
            return captured.response();
        } catch (SdkException e) {
            requireOpen();
            throw HuaweiErrors.unanswered(request, e);
        } catch (NullPointerException e) {
            // What the SDK throws for a response that has a body, its length and no content type.
            throw new Unavailable(request.failure("an answer without a content type"), null, e);
        }
        throw new IllegalStateException("the SDK did not hand over its response");
    }

    /** Keys that are replaced file by file don't match for a moment: a refusal then may pass. */
    private DirectoryException unlessKeysChanged(ApiRequest request, DirectoryException refusal, int changes) {
        if (!(refusal instanceof Denied denied) || !denied.wholeSource()) {
            return refusal;
        }
        signer.reload();
        if (signer.changes() == changes) {
            return refusal;
        }
        String message = "the keys changed while the request was on its way: "
                + refusal.failure().message();
        return new Unavailable(request.failure(message), null, refusal);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the directory is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        transport.close();
    }
}
