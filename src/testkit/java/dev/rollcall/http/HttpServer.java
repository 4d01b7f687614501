package dev.rollcall.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * HTTP/1.1 by hand, with a thread for each connection: a ready-made server would prevent the very faults that its
 * handlers ask for.
 */
public final class HttpServer implements AutoCloseable {
    private final Function<ServerRequest, ServerResponse> handler;
    private final SocketServer server;
    private final String scheme;
    private final CountDownLatch closed = new CountDownLatch(1);

    private HttpServer(ServerSocket listener, Function<ServerRequest, ServerResponse> handler) {
        this.handler = handler;
        this.server = new SocketServer(listener, "sandbox", this::serve);
        this.scheme = listener instanceof SSLServerSocket ? "https" : "http";
    }

    public static HttpServer start(int port, Function<ServerRequest, ServerResponse> handler) {
        return start(ServerSocketFactory.getDefault(), port, handler);
    }

    /** Speaks TLS, on any free port. */
    static HttpServer start(SSLContext tls, Function<ServerRequest, ServerResponse> handler) {
        return start(tls.getServerSocketFactory(), 0, handler);
    }

    private static HttpServer start(
            ServerSocketFactory sockets, int port, Function<ServerRequest, ServerResponse> handler) {
        try {
            HttpServer server =
                    new HttpServer(sockets.createServerSocket(port, 500, InetAddress.getLoopbackAddress()), handler);
            server.server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create(scheme + "://127.0.0.1:" + server.port());
    }

    private void serve(Socket socket) throws IOException {
        try (HttpConnection connection = new HttpConnection(socket, closed)) {
            connection.serve(handler);
        }
    }

    /** Waits for the end of the server. */
    public void join() throws InterruptedException {
        closed.await();
    }

    /** Cuts off all connections. */
    @Override
    public void close() {
        closed.countDown();
        server.close();
    }
}
